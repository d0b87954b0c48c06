import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Permission {
  instance: { key: { publicId: string; versionId: string }; param: { key: string; value: Value }[] };
  isRequired: boolean;
}

export interface Value {
  type: number;
  string?: string;
  boolean?: boolean;
  listItem?: Value[];
  mapKey?: Value[];
  mapValue?: Value[];
}

export interface Field {
  type: string;
  name: string;
  displayName: string;
  selectItems?: { value: string }[];
  valueValidators?: { type: string; args?: string[] }[];
  enablingConditions?: { paramName: string; paramValue: string }[];
}

/** The parts of the template for Tag Manager, as its format divides them: a heading between three underscores, then the part. */
export function readTemplate() {
  const text = readFileSync('gtm/vitrina.tpl', 'utf8');
  const [, ...parts] = text.split(/^___(\w+)___\n/m);
  const sections: Record<string, string> = {};
  for (let index = 0; index < parts.length; index += 2)
    sections[String(parts[index])] = String(parts[index + 1]).trim();
  const part = (name: string) => sections[name] ?? '';
  return {
    names: Object.keys(sections),
    info: JSON.parse(part('INFO')) as Record<string, unknown>,
    fields: JSON.parse(part('TEMPLATE_PARAMETERS')) as Field[],
    code: part('SANDBOXED_JS_FOR_WEB_TEMPLATE'),
    permissions: JSON.parse(part('WEB_PERMISSIONS')) as Permission[],
    tests: parse(part('TESTS')) as { setup: string; scenarios: { name: string; code: string }[] },
  };
}

import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { AnswerError } from '../http/answers.js';
import { createIsCurrency } from './is-currency.js';

/** The schema of the batch protocol: one file for the check, the types (`batch.ts`) and the docs. */
const file = new URL('../../schema/batch.v1.json', import.meta.url);

interface SchemaWithFix {
  'x-fix'?: string;
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'missing').slice(0, 80);

/** The sentence for one violation: the field, its value, and what to give instead. */
function describe({ instancePath, keyword, params, parentSchema, data }: ErrorObject, root: string): AnswerError {
  const missing = keyword === 'required' ? String(params.missingProperty) : undefined;
  const path = instancePath.slice(1).replaceAll('/', '.');
  const parameter = [path, missing].filter(Boolean).join('.') || root;
  const properties = (parentSchema as { properties?: Record<string, SchemaWithFix> } | undefined)?.properties;
  const fix = missing === undefined ? (parentSchema as SchemaWithFix)['x-fix'] : properties?.[missing]?.['x-fix'];
  const value = missing === undefined ? data : undefined;
  const what = root === 'event' && parameter === root ? 'The event' : `The field "${parameter}"`;
  return {
    type: value === undefined ? 'parameter_missing' : 'parameter_invalid',
    parameter,
    description: `${what} is ${shown(value)}; ${fix ?? 'see the schema of the batch'}.`,
  };
}

/**
 * Compiles the three checks: of the envelope, of one event with the envelope merged in, and of what is only marked where it is
 * wrong with an event.
 */
export function compileSchema() {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { $id: string };
  // All mistakes of an event are told at once; its fields are few, so that the list stays short.
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, strictTypes: false, allowUnionTypes: true });
  ajv.addKeyword('x-fix').addFormat('iso-4217', createIsCurrency()).addSchema(schema);
  const envelope = ajv.getSchema(schema.$id) as ValidateFunction;
  const event = ajv.getSchema(`${schema.$id}#/definitions/event`) as ValidateFunction;
  const sound = ajv.getSchema(`${schema.$id}#/definitions/sound`) as ValidateFunction;

  /** One mistake for each field: a text that is too long and does not match either is one mistake. */
  const judge = (validate: ValidateFunction, value: unknown, root: string): AnswerError[] => {
    if (validate(value)) return [];
    const errors = new Map<string, AnswerError>();
    for (const error of validate.errors ?? []) {
      // It only says that one of the others is about a condition.
      if (error.keyword === 'if') continue;
      const described = describe(error, root);
      if (!errors.has(described.parameter)) errors.set(described.parameter, described);
    }
    return [...errors.values()];
  };

  return {
    judgeEnvelope: (value: unknown) => judge(envelope, value, 'body'),
    judgeEvent: (value: unknown) => judge(event, value, 'event'),
    findMarks: (value: unknown) => judge(sound, value, 'event'),
  };
}

import { describe, expect, test } from 'vitest';
import { readTemplate } from './support/read-template.ts';
import { createSandbox, globalsOf, unknownInSandbox } from './support/sandbox.ts';

const template = readTemplate();

test('the template for Tag Manager has the parts that its editor reads, in their order', () => {
  expect(template.names).toEqual([
    ...['TERMS_OF_SERVICE', 'INFO', 'TEMPLATE_PARAMETERS', 'SANDBOXED_JS_FOR_WEB_TEMPLATE'],
    ...['WEB_PERMISSIONS', 'TESTS', 'NOTES'],
  ]);
  expect(template.info).toMatchObject({ type: 'TAG', version: 1, containerContexts: ['WEB'], displayName: 'Vitrina' });
});

test('each field of the template is read by its code, and a condition names a field and a choice that there are', () => {
  const { code, fields } = template;
  for (const { name, enablingConditions = [] } of fields) {
    expect(code, name).toContain(`data.${name}`);
    for (const { paramName, paramValue } of enablingConditions) {
      const other = fields.find((field) => field.name === paramName);
      expect(other?.selectItems?.map(({ value }) => value)).toContain(paramValue);
    }
  }
  const read = new Set([...code.matchAll(/data\.(\w+)/g)].map(([, name]) => name));
  for (const name of fields.map((field) => field.name)) read.delete(name);
  expect([...read].sort()).toEqual(['gtmOnFailure', 'gtmOnSuccess']);
});

test('the code of the template keeps to what the sandbox knows, and asks for no more of the page than it uses', () => {
  const { code, permissions } = template;
  const withoutTexts = code.replace(/\/\/.*$/gm, '').replace(/'[^']*'/g, "''");
  expect(withoutTexts).not.toMatch(unknownInSandbox);
  const used = [...code.matchAll(/(?:callInWindow|copyFromWindow)\('([\w.]+)'/g)].map(([, path]) => path);
  expect(Object.keys(globalsOf(permissions)).sort()).toEqual([...new Set(used)].sort());
  expect(permissions.every(({ isRequired }) => isRequired)).toBe(true);
});

test('an address of the collector is taken with and without a slash and from a variable, and not without https or with a path', () => {
  const [, address] = template.fields.find(({ name }) => name === 'collector')?.valueValidators ?? [];
  const isTaken = (text: string) => new RegExp(String(address?.args?.[0])).test(text);
  for (const good of ['https://events.shop.example', 'https://events.shop.example:8443/', '{{Collector}}']) {
    expect(isTaken(good), good).toBe(true);
  }
  for (const bad of ['events.shop.example', 'http://events.shop.example', 'https://shop.example/v1/events', '']) {
    expect(isTaken(bad), bad).toBe(false);
  }
});

describe('by the tests of the template itself', () => {
  test.each(template.tests.scenarios)('$name', ({ code }) => {
    const { runCode, mock, assertThat, assertApi } = createSandbox(template.code, template.permissions);
    const names = ['runCode', 'mock', 'assertThat', 'assertApi'];
    expect(code).toMatch(/assert(That|Api)/);
    new Function(...names, `${template.tests.setup}\n${code}`)(runCode, mock, assertThat, assertApi);
  });
});

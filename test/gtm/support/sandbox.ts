import { expect } from 'vitest';
import type { Permission } from './read-template.ts';

type Api = (...values: unknown[]) => unknown;

/** Words of JavaScript that Tag Manager's sandbox does not know (its page "Sandboxed JavaScript", read 2026-11). */
export const unknownInSandbox =
  /\b(new|this|class|async|await|yield|window|document|Promise|Date|RegExp|import)\b|`|\.\.\./;

const textOf = (permissions: Permission[], id: string, key: string) =>
  permissions
    .filter(({ instance }) => instance.key.publicId === id)
    .flatMap(({ instance }) => instance.param.filter((one) => one.key === key));

/** Which keys of the page the template may read, write and execute. */
export const globalsOf = (permissions: Permission[]) =>
  Object.fromEntries(
    textOf(permissions, 'access_globals', 'keys')
      .flatMap(({ value }) => value.listItem ?? [])
      .map(({ mapValue = [] }) => [
        String(mapValue[0]?.string),
        { read: mapValue[1]?.boolean, write: mapValue[2]?.boolean, execute: mapValue[3]?.boolean },
      ]),
  );

/**
 * Runs code of a template as the sandbox does, as far as this one can tell the difference: what it calls must be asked for by `require`, and
 * must be among its permissions.
 */
export function createSandbox(code: string, permissions: Permission[]) {
  const globals = globalsOf(permissions);
  const insist = (path: unknown, right: 'read' | 'execute') => {
    if (globals[String(path)]?.[right] !== true) throw new Error(`The template may not ${right} ${String(path)}.`);
  };
  const mocks: Record<string, Api> = {};
  const calls: Record<string, number> = {};
  const called = (name: string) => (calls[name] = (calls[name] ?? 0) + 1);
  const apis: Record<string, Api> = {
    encodeUriComponent: (text) => encodeURIComponent(String(text)),
    getType: (value) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value),
    logToConsole: () => {
      if (!permissions.some(({ instance }) => instance.key.publicId === 'logging')) throw new Error('It may not log.');
    },
  };
  const checks: Record<string, (first: unknown) => void> = {
    copyFromWindow: (path) => insist(path, 'read'),
    callInWindow: (path) => insist(path, 'execute'),
    injectScript: (url) => expect(String(url)).toMatch(/^https:\/\/[^/]+\/./),
  };
  const need = (name: string): Api => {
    if (!(name in apis) && !(name in checks) && !(name in mocks)) throw new Error(`There is no API ${name}.`);
    return (...values) => {
      called(name);
      checks[name]?.(values[0]);
      return (mocks[name] ?? apis[name])?.(...values);
    };
  };
  const run = (data: object) =>
    new Function('require', 'data', code)(need, {
      ...data,
      gtmOnSuccess: () => called('gtmOnSuccess'),
      gtmOnFailure: () => called('gtmOnFailure'),
    });

  /** The test API of the template editor. */
  return {
    runCode: run,
    mock: (name: string, given: unknown) => {
      mocks[name] = typeof given === 'function' ? (given as Api) : () => given;
    },
    assertThat: (value: unknown) => ({ isEqualTo: (wanted: unknown) => expect(value).toEqual(wanted) }),
    assertApi: (name: string) => ({
      wasCalled: () => expect(calls[name], name).toBeGreaterThan(0),
      wasNotCalled: () => expect(calls[name] ?? 0, name).toBe(0),
    }),
  };
}

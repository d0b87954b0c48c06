import { hideKeys } from './private-key.js';

/**
 * Throws the sentence that says which option is wrong and how to mend it.
 *
 * @throws {TypeError} unless `isRight`
 */
export function insist(name: string, value: unknown, isRight: boolean, allowed: string): void {
  if (isRight) return;
  throw new TypeError(`The option ${name} is ${hideKeys(JSON.stringify(value) ?? String(value))}; ${allowed}.`);
}

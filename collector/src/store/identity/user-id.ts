import { storable } from '../insert.js';

/** Characters of an id or a source. */
const longest = 255;

/** Texts that programs write where they know no user; they would make one person of all visitors. */
const nobody = new Set([
  'null',
  'undefined',
  'nan',
  'none',
  'nil',
  'true',
  'false',
  '-1',
  'anonymous',
  'guest',
  'unknown',
  'void',
  'user',
  '[object object]',
]);

/**
 * Why a text cannot be the id of a user; undefined where it can.
 *
 * @param id of any type, as it was sent
 */
export function refuseUserId(id: unknown): string | undefined {
  if (typeof id !== 'string' && typeof id !== 'number')
    return 'give the id of the user in the shop, as a text or a number';
  // As it is stored: a character that no column takes must not hide one of these texts.
  const text = String(storable(String(id))).trim();
  if (text === '') return 'it is empty; give the id of the user in the shop';
  if (text.length > longest) return `it has more than ${longest} characters; give the id of the user in the shop`;
  // A nil UUID is among these.
  if (nobody.has(text.toLowerCase()) || /^[0-]+$/.test(text)) {
    return 'this stands for no user in many programs, and all who have it would be one person; send no user instead';
  }
  if (/\{\{.*\}\}/s.test(text)) return 'this is a placeholder that was not filled in; fill it in, or send no user';
  return undefined;
}

/** Whether an event names a user by id and source who can be somebody. */
export const isUser = (id: string | null, source: string | null): id is string =>
  id !== null && refuseUserId(id) === undefined && (source ?? '').length <= longest;

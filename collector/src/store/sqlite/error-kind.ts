/** What SQLite and the system can have against a file (https://sqlite.org/rescode.html, 2026-11). */
export type ErrorKind = 'busy' | 'readonly' | 'corrupt' | 'full' | 'notADatabase' | 'folder' | 'data';

const ofSqlite: Partial<Record<number, ErrorKind>> = {
  5: 'busy',
  6: 'busy',
  8: 'readonly',
  11: 'corrupt',
  13: 'full',
  14: 'readonly',
  // What was to be written is refused, which a repetition does not change: too big, against a constraint, of a wrong type.
  18: 'data',
  19: 'data',
  20: 'data',
  26: 'notADatabase',
};

const ofSystem: Partial<Record<string, ErrorKind>> = {
  EACCES: 'readonly',
  EPERM: 'readonly',
  EROFS: 'readonly',
  ENOSPC: 'full',
  EFBIG: 'full',
  EISDIR: 'folder',
};

/**
 * The kind of an error, or of the error that it was made of. The number is looked at and not the name, because libsql knows no
 * names for extended codes; their last byte is the code itself.
 */
export function errorKind(error: unknown): ErrorKind | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, rawCode } = error as { code?: unknown; rawCode?: unknown };
  const kind = typeof rawCode === 'number' ? ofSqlite[rawCode & 0xff] : ofSystem[String(code)];
  return kind ?? errorKind(error.cause);
}

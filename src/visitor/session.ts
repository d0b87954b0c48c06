/** Default prefix of the names of cookies and query parameters. */
export const PREFIX = 'vitrina_';

/**
 * Returns `true` for 8 to 64 letters, digits, `_` and `-`. Careless templates print `undefined` and `null` into links; as
 * sessions these would merge strangers into one visitor.
 */
export const isSession = (value: unknown): value is string =>
  typeof value === 'string' && /^(?!(undefined|null)$)[\w-]{8,64}$/.test(value);

/** Begins the names of cookies and query parameters, unless the options say otherwise. */
export const PREFIX = 'vitrina_';

/** `undefined` and `null` are what careless templates print into links; they would make strangers one visitor. */
export const isSession = (value: unknown): value is string =>
  typeof value === 'string' && /^(?!(undefined|null)$)[\w-]{8,64}$/.test(value);

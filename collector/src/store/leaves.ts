/** A text or a number in a value, with the name of its field and of the field around that. */
export interface Leaf {
  value: string;
  field: string;
  /** Undefined where it cannot be known. */
  around?: string;
}

/**
 * Whether one of the texts and numbers in a value is meant. The value may be of any depth, which a function that calls itself could not
 * take; and there may be megabytes of such values, so that only what is among `values` is looked at.
 */
export function someLeaf(root: object, values: ReadonlySet<string>, isMeant: (leaf: Leaf) => boolean): boolean {
  const open = [{ value: root, field: '', around: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, field, around } = next;
    const isList = Array.isArray(value);
    for (const name in value) {
      const inner = (value as Record<string, unknown>)[name];
      const place = isList ? { field, around } : { field: name, around: field };
      if (typeof inner === 'object' && inner !== null) open.push({ value: inner, ...place });
      else if (typeof inner !== 'string' && typeof inner !== 'number') continue;
      else if (values.has(String(inner).trim()) && isMeant({ value: String(inner), ...place })) return true;
    }
  }
  return false;
}

/** A field with a text or a number, each part in a time that grows with its length alone. */
const pair = /"([^"\\]{1,60})"\s*:\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+))/g;

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/** The same of a text that is no JSON, or only the beginning of one. */
export const leavesInText = (text: string): Leaf[] =>
  [...text.matchAll(pair)].map(([, field = '', quoted, number = '']) => ({
    value: quoted === undefined ? number : unquote(quoted),
    field,
  }));

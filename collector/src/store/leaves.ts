/** A text or a number in a value, with the name of its field and of the field around that. */
export interface Leaf {
  value: string;
  field: string;
  /** Undefined where it cannot be known. */
  around?: string;
}

/** All texts and numbers in a value that may be of any depth, which a function that calls itself could not take. */
export function leavesOf(root: unknown): Leaf[] {
  const found: Leaf[] = [];
  const open = [{ value: root, field: '', around: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, field, around } = next;
    if (typeof value === 'string' || typeof value === 'number') found.push({ value: String(value), field, around });
    else if (Array.isArray(value)) for (const item of value as unknown[]) open.push({ value: item, field, around });
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) open.push({ value: inner, field: name, around: field });
    }
  }
  return found;
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

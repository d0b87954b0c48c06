import { stringify } from '../../base/json.js';
import { make } from './elements.js';

/** Deeper values are no longer taken apart. A cycle ends here too. */
const MAX_DEPTH = 8;
const MAX_FIELDS = 200;

/** Returns each value with the path to it, as `object_parameters.items[0].quantity`. */
export const flatten = (value: unknown, path = '', depth = 0): [path: string, text: string][] => {
  const isDeep = typeof value === 'object' && value !== null && depth < MAX_DEPTH;
  const entries = isDeep ? Object.entries(value) : [];
  if (!entries[0]) {
    const written = typeof value === 'string' ? value : isDeep ? stringify(value) : String(value);
    return value === undefined ? [] : [[path, written]];
  }
  return entries
    .flatMap(([name, inner]) => {
      const own = Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name;
      return flatten(inner, own, depth + 1);
    })
    .slice(0, MAX_FIELDS);
};

/** Creates a titled list of all values of an object. */
export const fieldList = (title: string, value: unknown): HTMLElement[] => [
  make('p', { class: 'title' }, title),
  make(
    'dl',
    { class: 'fields' },
    ...flatten(value).flatMap(([path, text]) => [make('dt', {}, path), make('dd', {}, text)]),
  ),
];

import { afterEach } from 'vitest';
import { visit } from './harness.ts';

interface Write {
  name: string;
  value: string;
  /** Attributes by their lower-case names; `true` for an attribute without a value. */
  attributes: Record<string, string | true>;
  taken: boolean;
}

afterEach(() => void Reflect.deleteProperty(document, 'cookie'));

/** Replaces a browser's cookies of one host. It knows public suffixes, limits the number of cookies, and may refuse to write. */
export const openJar = (
  address: string,
  refuse: { suffixes?: string[]; all?: boolean; look?: boolean; longest?: number } = {},
) => {
  visit(address);
  /** Each cookie under its name and domain, oldest first; the domain of a cookie for this host alone is empty. */
  const kept = new Map<string, [name: string, domain: string, value: string]>();
  let refused: RegExp | undefined;
  /** The cookies as a page that knows no domains sees them. */
  const values = {
    get: (name: string) => [...kept.values()].find(([other]) => other === name)?.[2],
    set: (name: string, value: string) => void kept.set(`${name};`, [name, '', value]),
    keys: () => new Set([...kept.values()].map(([name]) => name)),
    clear: () => kept.clear(),
    delete: (name: string) => kept.forEach(([other], key) => other === name && kept.delete(key)),
    [Symbol.iterator]: () => [...kept.values()].map(([name, , value]) => [name, value] as const)[Symbol.iterator](),
  };
  const writes: Write[] = [];
  let looks = 0;

  const accepts = (domain: string | true | undefined) => {
    if (refuse.all) return false;
    if (typeof domain !== 'string') return true;
    const bare = domain.replace(/^\./, '');
    const host = location.hostname;
    return !refuse.suffixes?.includes(bare) && bare.includes('.') && (host === bare || host.endsWith(`.${bare}`));
  };

  const write = (text: string) => {
    if (refuse.look) throw new DOMException('The document is sandboxed', 'SecurityError');
    const [pair = '', ...rest] = text.split(/; ?/);
    if (pair.length > (refuse.longest ?? Infinity)) return;
    const attributes: Write['attributes'] = {};
    for (const part of rest) {
      const [name = '', value = true] = part.split('=') as [string, string?];
      attributes[name.toLowerCase()] = value;
    }
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const domain = typeof attributes.domain === 'string' ? attributes.domain.replace(/^\./, '') : '';
    const isRemoval = Number(attributes['max-age']) <= 0;
    const taken = accepts(attributes.domain) && (isRemoval || !refused?.test(name));
    writes.push({ name, value: decodeURIComponent(value), attributes, taken });
    if (!taken) return;
    if (isRemoval) kept.delete(`${name};${domain}`);
    else kept.set(`${name};${domain}`, [name, domain, value]);
  };

  const read = () => {
    if (refuse.look) throw new DOMException('The document is sandboxed', 'SecurityError');
    looks++;
    return refuse.all ? '' : [...kept.values()].map(([name, , value]) => `${name}=${value}`).join('; ');
  };

  Object.defineProperty(document, 'cookie', { configurable: true, get: read, set: write });
  return {
    values,
    /** All attempts to write a cookie, including refused ones. */
    writes,
    of: (name: string) => writes.filter((entry) => entry.name === name),
    looks: () => looks,
    /** Refuses these cookies from now on, except that they can be removed. */
    refuseNames: (names: RegExp) => (refused = names),
    /** Domain and value of each cookie with this name. */
    copies: (name: string) =>
      [...kept.values()].filter(([other]) => other === name).map(([, domain, value]) => [domain, value]),
    get: (name: string) => {
      const value = values.get(name);
      return value === undefined ? undefined : decodeURIComponent(value);
    },
  };
};

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
  const values = new Map<string, string>();
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
    const taken = accepts(attributes.domain);
    writes.push({ name, value: decodeURIComponent(value), attributes, taken });
    if (!taken) return;
    if (Date.parse(String(attributes.expires)) <= Date.now()) values.delete(name);
    else values.set(name, value);
  };

  const read = () => {
    if (refuse.look) throw new DOMException('The document is sandboxed', 'SecurityError');
    looks++;
    return refuse.all ? '' : [...values].map(([name, value]) => `${name}=${value}`).join('; ');
  };

  Object.defineProperty(document, 'cookie', { configurable: true, get: read, set: write });
  return {
    values,
    /** All attempts to write a cookie, including refused ones. */
    writes,
    of: (name: string) => writes.filter((entry) => entry.name === name),
    looks: () => looks,
    get: (name: string) => {
      const value = values.get(name);
      return value === undefined ? undefined : decodeURIComponent(value);
    },
  };
};

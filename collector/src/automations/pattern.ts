/** Whether a text has these parts in this order, the first at its beginning and the last at its end. */
function hasParts(text: string, parts: string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  // The earliest place for each part leaves most room for the others, so that nothing has to be tried again.
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

const withoutSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);

/**
 * Reads an address with `*` for any text: `shop.example/sale*`, `/sale*` on any host, `*.example/*`. Capitals do not matter, nor does a
 * slash at the end, nor `www.`. The query counts only where the pattern has one. No regular expressions: one that is badly
 * chosen could hold up the whole collector.
 *
 * @returns whether an absolute address is meant
 */
export function createPattern(pattern: string): (address: string) => boolean {
  const plain = pattern.toLowerCase().replace(/^[a-z]+:\/\//, '');
  const isOnAnyHost = plain.startsWith('/') || plain.startsWith('*/');
  const hasQuery = plain.includes('?');
  const wanted = isOnAnyHost ? plain.replace(/^\*/, '') : plain.replace(/^www\./, '');
  const parts = (hasQuery ? wanted : withoutSlash(wanted)).split('*');
  return (address) => {
    if (!URL.canParse(address)) return false;
    const { host, pathname, search } = new URL(address.toLowerCase());
    const path = hasQuery ? pathname + search : withoutSlash(pathname);
    return hasParts(isOnAnyHost ? path : host.replace(/^www\./, '') + path, parts);
  };
}

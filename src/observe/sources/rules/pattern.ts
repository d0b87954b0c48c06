/**
 * Whether an address fits a pattern, in which `*` stands for any text. A pattern that begins with `http` is compared with origin
 * and path, any other pattern with the path. If the pattern has a `?`, the query is compared too. A slash at the end is ignored.
 */
export const fits = (pattern: string, { origin, pathname, search }: URL): boolean => {
  const [path = '', query] = pattern.split('?');
  const plain = (text: string) => text.replace(/\/+$/, '');
  const matches = (wanted: string, text: string) =>
    RegExp(`^${wanted.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replace(/\*+/g, '.*')}$`, 'i').test(text);
  const place = path.startsWith('http') ? origin + pathname : pathname;
  return matches(plain(path), plain(place)) && (query === undefined || matches(query, search.slice(1)));
};

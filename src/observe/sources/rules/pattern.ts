/**
 * Whether an address fits a pattern, in which `*` stands for anything. A pattern that begins with `http` is about the whole
 * address without its fragment, any other about the path, and about the query too where it has a `?`. A slash at the end means
 * nothing.
 */
export const fits = (pattern: string, { origin, pathname, search }: URL): boolean => {
  const [path = '', query] = pattern.split('?');
  const plain = (text: string) => text.replace(/\/+$/, '');
  const matches = (wanted: string, text: string) =>
    RegExp(`^${wanted.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replace(/\*+/g, '.*')}$`, 'i').test(text);
  const place = path.startsWith('http') ? origin + pathname : pathname;
  return matches(plain(path), plain(place)) && (query === undefined || matches(query, search.slice(1)));
};

/**
 * The values of all cookies of that name. There is more than one where cookies of several domains or paths meet.
 * @param {string | undefined} header @param {string} name
 */
export const cookieValues = (header = '', name) =>
  header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));

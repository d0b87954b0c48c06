/** Names of parameters that tell who somebody is, open an account or an order, or let somebody in; with what follows. */
const NAMED =
  /(^|[^a-z])(e?mail|correo|phone|tel(efono)?|cel(ular)?|mobile|movil|whatsapp|dni|cpf|rut|pass(word|wd|code)?|pwd|clave|senha|contrase(na)?|[a-z]*token|auth(orization)?|jwt|[a-z]*sess(ion)?_?id|sid|(api|order)?key|secret|sig(nature)?|hmac|otp|pin)(?![a-z])[^=?&#;/]{0,40}=.|(^|[^\w-])(((customer|billing|shipping)[_-])?((first|last|full|user|sur)[_-]?)?name|nombre|apellido|cedula|user)\]?=./i;
/**
 * What tells itself: e-mail addresses, phone numbers (after a plus sign only, since product codes are long numbers too), the
 * keys of orders, tokens, passwords of addresses. Each part is bounded, or begins where no other can, so that a long text is
 * read in linear time.
 */
const TOLD =
  /[^\s@/?&=#;,]{1,64}@[^\s@/?&=#;,]{1,255}\.[^\s\d@./?&=#;,]{2,}|\+\(?\d[\d ().-]{6,}\d|wc_order_\w+|(?<![\w-])eyJ[\w-]{6,}\.[\w.-]+|:\/\/[^\s/@]{1,255}@/gi;
/** The paths of checkouts, orders and account mails hold a key: long, and neither a word nor words with hyphens. */
const KEYED =
  /(\/((checkout|cart|order|pedido)s?|reset|activate|invite|recover|verify|confirm|unsubscribe)([_-][\w-]{1,20})?\/([\w.-]{1,15}\/){0,4})(?=[a-z_-]*[A-Z\d])(?![a-z]+(-[a-z\d]{1,11})*(?![\w-]))[\w-]{16,}/g;
/** More layers of encoding than any honest address has. */
const MOST_LAYERS = 5;

/** Takes one layer of percent-encoding off; never stumbles. */
const decode = (text: string) =>
  text.replace(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Reads what is written in base64, where that is plain text: the signs beside letters and digits stand for other text only. */
const unpack = (text: string) =>
  text.replace(/[a-z\d]{12,}/gi, (run) => {
    try {
      const plain = atob(run);
      return /^[ -~]+$/.test(plain) ? plain : run;
    } catch {
      return run;
    }
  });

const holdsSecret = (text: string, names: string[], layers = MOST_LAYERS): boolean => {
  const pairs = `&${text.toLowerCase().replace(/[?;#/]/g, '&')}`;
  const decoded = decode(text);
  return (
    !layers ||
    [TOLD, KEYED].some((pattern) => text.search(pattern) >= 0) ||
    unpack(text).search(TOLD) >= 0 ||
    NAMED.test(text.replace(/([a-z])([A-Z])/g, '$1_$2')) ||
    names.some((name) => pairs.includes(`&${name}=`)) ||
    (decoded !== text && holdsSecret(decoded, names, layers - 1))
  );
};

/**
 * Addresses of short words and numbers, which hold no secret and stand as `URL` would write them. Each pattern above needs a longer
 * word, a longer part of the path or another sign.
 */
const PLAIN = /^https?:\/\/[a-z\d.:-]+\/(?!.*(\w{10}|[\w-]{16}))[a-z\d/_-]*$/;

/** An address, absolute, without what must not leave the page. `names` are parameters to remove as well, in lower case. */
export const redactUrl = (address: string, base: string, names: string[]): string => {
  // `URL` and the patterns take 3 ms at their first use on a slow phone (Chromium 156, 2026-11).
  if (PLAIN.test(address)) return address;
  try {
    const url = new URL(address, base);
    // Mail addresses, phone numbers, whole files: what follows the scheme is no page.
    if (!url.host) return url.protocol;
    url.username = url.password = '';
    const query = url.search
      .slice(1)
      .split('&')
      // A plus sign is a space, unless it begins a phone number that nobody has encoded.
      .filter((pair) => !holdsSecret(pair.replace(/([^=])\+/g, '$1 '), names))
      .join('&');
    url.search = query && `?${query}`;
    if (/=/.test(url.hash) || holdsSecret(url.hash, names)) url.hash = '';
    url.pathname = url.pathname
      .split('/')
      .map((segment) => (holdsSecret(segment, names) ? '…' : segment))
      .join('/')
      .replace(KEYED, '$1…');
    return url.href;
  } catch {
    // Rather no address than one that cannot be taken apart.
    return '';
  }
};

/** A text, such as a title, without what tells itself to be somebody's. */
export const redactText = (text: string): string => (/[@+]|wc_|eyj/i.test(text) ? text.replace(TOLD, '…') : text);

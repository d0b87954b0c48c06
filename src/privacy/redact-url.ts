/** Matches parameters by name, with their values: personal data, keys of accounts and orders, passwords and tokens. */
const NAMED =
  /(^|[^a-z])(e?mail|correo|phone|tel(efono)?|cel(ular)?|mobile|movil|whatsapp|dni|cpf|rut|pass(word|wd|code)?|pwd|clave|senha|contrase(na)?|[a-z]*token|auth(orization)?|jwt|[a-z]*sess(ion)?_?id|sid|(api|order)?key|secret|sig(nature)?|hmac|otp|pin)(?![a-z])[^=?&#;/]{0,40}=.|(^|[^\w-])(((customer|billing|shipping)[_-])?((first|last|full|user|sur)[_-]?)?name|nombre|apellido|cedula|user)\]?=./i;
/**
 * Matches secrets by their form: e-mail addresses, phone numbers, keys of orders, tokens, and passwords in addresses. Phone
 * numbers need a plus sign, because product codes are long numbers too. Each part is bounded, or can begin only where no other
 * part can, so that a long text is read in linear time.
 */
const TOLD =
  /[^\s@/?&=#;,]{1,64}@[^\s@/?&=#;,]{1,255}\.[^\s\d@./?&=#;,]{2,}|\+\(?\d[\d ().-]{6,}\d|wc_order_\w+|(?<![\w-])eyJ[\w-]{6,}\.[\w.-]+|:\/\/[^\s/@]{1,255}@/gi;
/** Matches keys in the paths of checkouts, orders and account mails: long, and neither a word nor words with hyphens. */
const KEYED =
  /(\/((checkout|cart|order|pedido)s?|reset|activate|invite|recover|verify|confirm|unsubscribe)([_-][\w-]{1,20})?\/([\w.-]{1,15}\/){0,4})(?=[a-z_-]*[A-Z\d])(?![a-z]+(-[a-z\d]{1,11})*(?![\w-]))[\w-]{16,}/g;
/** A text with so many layers of percent-encoding counts as a secret: no honest address has as many. */
const MAX_LAYERS = 5;

/** Removes one layer of percent-encoding from ASCII characters. Never throws, also if the encoding is broken. */
const decode = (text: string) =>
  text.replace(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Decodes base64 that contains plain text. `+` and `/` end a run: in plain text they stand for `>`, `~` and `?` only. */
const unpack = (text: string) =>
  text.replace(/[a-z\d]{12,}/gi, (run) => {
    try {
      const plain = atob(run);
      return /^[ -~]+$/.test(plain) ? plain : run;
    } catch {
      return run;
    }
  });

const holdsSecret = (text: string, names: string[], layers = MAX_LAYERS): boolean => {
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
 * Matches addresses of short words and numbers. They contain no secret, and `URL` would not change them. Each pattern above
 * needs a longer word, a longer part of the path or another character.
 */
const PLAIN = /^https?:\/\/[a-z\d.:-]+\/(?!.*(\w{10}|[\w-]{16}))[a-z\d/_-]*$/;

/**
 * Returns the absolute address without its secrets; an empty text if it cannot be parsed.
 * @param names further parameters to remove, in lower case
 */
export const redactUrl = (address: string, base: string, names: string[]): string => {
  // `URL` and the patterns take 3 ms at their first use on a slow phone (Chromium 156, 2026-11).
  if (PLAIN.test(address)) return address;
  try {
    const url = new URL(address, base);
    // Without a host the address is no page, but a mail address, a phone number or a whole file: only the scheme may leave.
    if (!url.host) return url.protocol;
    url.username = url.password = '';
    const query = url.search
      .slice(1)
      .split('&')
      // A plus sign is a space, unless it begins the value: then it may belong to a phone number that is not encoded.
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
    // Send no address if it cannot be parsed, because it may contain secrets.
    return '';
  }
};

/** Returns a text, such as a title, without the secrets that have a known form. */
export const redactText = (text: string): string => (/[@+]|wc_|eyj/i.test(text) ? text.replace(TOLD, '…') : text);

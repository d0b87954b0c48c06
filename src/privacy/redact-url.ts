import { attempt } from '../base/attempt.js';

/** Matches parameters by name, with their values: personal data, keys of accounts and orders, passwords and tokens. */
const NAMED =
  /(^|[^a-z])(e?mail(address)?|correo|phone|fone|tel(e?(f|ph)on[eo])?|cel(ular)?|mobile|movil|whatsapp|dni|cpf|cnpj|cui[tl]|curp|documento|rut|tarjeta|cart(a|%c3%a3)o|na(ci|sci)m[a-z]+|(card|cc)_?num(ber)?|cv[vc]|pass(w(or)?d|code)?|pwd|clave|senha|contrase(na)?|auth(orization)?|saml[a-z]*|jwt|magic|invite|[a-z]*(token|sess(ion)?_?id)|sid|(api|order)?key|secret|sig(nature)?|hmac|otp|pin)(?![a-z])[^=?&#;/]{0,40}=.|(^|[^\w-])(((customer|billing|shipping)[_-])?((first|last|full|user|sur|given)[_-]?)?name|(sobre|primeiro_)?nome(_completo)?|(primer_)?nombres?(_completo)?|apellidos?|cedula|usuario|user|[fl]name|(access_)?code|session|ticket)\]?=./i;
/**
 * Matches e-mail addresses, also with an at sign of another script or as an entity. Pictures for dense screens (`mug@2x.jpg`)
 * and products (`16GB@3200.CL16`) look alike. This pattern and those below are bounded, or can begin only where no other part
 * can, so that a long text is read in linear time.
 */
const EMAIL =
  /(?<![^\s@/?&=#;,])[^\s@/?&=#;,]+([@＠]|%ef%bc%a0|&#(64|x40);)(?!\d+\.[a-z]+\d|(\d(\.\d)?x[\w.-]{0,40}|[\w-]{1,40})\.(jpe?g|png|gif|webp|avif)(?![\w.-]))[^\s@/?&=#;,]{1,255}\.[^\s\d@./?&=#;,]{2,}/gi;
/**
 * Matches other secrets by their form: phone numbers, keys of orders and services, tokens, and passwords in addresses. Phone
 * numbers need a plus sign, because product codes are long numbers too.
 */
const TOLD =
  /\+\(?\d[\d ().-]{6,}\d|wc_order_\w+|[a-z]k_(live|test)_\w+|APP_USR-[\w-]+|(?<![\w-])eyJ[\w-]{6,}\.[\w.-]+|:\/\/[^\s/@]{1,255}@/gi;
/** Matches what may be the number of a card or a person (CPF); the check digits decide. */
const NUMBER =
  /(?<![a-z\d])(\d{4}([ -]?\d{4}){3}|3[47]\d\d[ -]?\d{6}[ -]?\d{5}|\d{3}\.?\d{3}\.?\d{3}-?\d\d)(?![a-z\d])/gi;
/**
 * Matches keys in paths, behind a part that is kept: in those of checkouts and orders they are long, and neither a word nor
 * words with hyphens.
 */
const KEYED = [
  /(\/([a-z]{1,20}-)?((checkout|cart|order|pedido|orden|carrinho|carrito)s?|(invit|verif[iy]|confirm)[a-z]{0,3}|convite|unsubscribe)([_-][\w-]{1,20})?\/([\w.-]{1,15}\/){0,4})(?=[a-z_-]*[A-Z\d])(?![a-z]+(-[a-z\d]{1,11})*(?![\w-]))[\w-]{16,}/g,
  /(\/([a-z]{1,20}[_-]){0,2}(re(set|cover|cuperar|definir|stablecer)|ac?tiva(r|te)|password|senha|contrasena|clave|magic-link)([_-][\w-]{1,20})?\/([\w.-]{1,11}\/){0,4}|\/login\/(?=[\w-]{18})|\/magic\/(?![a-z]+(-[a-z]+)+(?![\w-])))[\w-]{12,}/gi,
];
/** A text with so many layers of percent-encoding counts as a secret: no honest address has as many. */
const MAX_LAYERS = 5;

/** Removes one layer of percent-encoding from ASCII characters. Never throws, also if the encoding is broken. */
const decode = (text: string) =>
  text.replace(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Decodes base64 that contains plain text. `+` and `/` end a run: in plain text they stand for `>`, `~` and `?` only. */
const unpack = (text: string) =>
  text.replace(/[a-z\d]{12,}/gi, (run) => {
    const plain = attempt(() => atob(run)) ?? run;
    return /[^ -~]/.test(plain) ? run : plain;
  });

/** Whether the check digits are right: those of a card by the algorithm of Luhn, or the two of a CPF. */
const isChecked = (number: string): boolean => {
  const digits = [...number.replace(/\D/g, '')].map(Number).reverse();
  const sum = (from: number, weigh: (digit: number, index: number) => number) =>
    digits.slice(from).reduce((total, digit, index) => total + weigh(digit, index), 0);
  return digits[11] !== undefined
    ? sum(0, (digit, index) => (index % 2 && (digit * 2) % 9) || digit) % 10 === 0
    : [1, 2].every((from) => (sum(from, (digit, index) => digit * (9 - index)) % 11) % 10 === digits[from - 1]);
};

const hasForm = (text: string) =>
  [EMAIL, TOLD, ...KEYED].some((pattern) => text.search(pattern) >= 0) || text.match(NUMBER)?.some(isChecked);

const holdsSecret = (text: string, names: string[], layers = MAX_LAYERS): boolean => {
  const pairs = `&${text.toLowerCase().replace(/[?;#/]/g, '&')}`;
  const decoded = decode(text);
  return (
    !layers ||
    [text, unpack(text)].some(hasForm) ||
    NAMED.test(text.replace(/([a-z])([A-Z])/g, '$1_$2')) ||
    names.some((name) => pairs.includes(`&${name}=`)) ||
    (decoded !== text && holdsSecret(decoded, names, layers - 1))
  );
};

/**
 * Matches addresses of short words and numbers. They contain no secret, and `URL` would not change them. Each pattern above
 * needs a longer word, a longer part of the path or another character.
 */
const PLAIN = /^https?:\/\/[a-z\d.:-]+\/(?!.*(\w{9}|[\w-]{12}))[a-z\d/_-]*$/;

/**
 * Returns the absolute address without its secrets; an empty text if it cannot be parsed.
 * @param names further parameters to remove, in lower case
 */
export const redactUrl = (address: string, base: string, names: string[]): string => {
  // `URL` and the patterns take 3 ms at their first use on a slow phone (Chromium 156, 2026-11).
  if (PLAIN.test(address)) return address;
  try {
    const url = new URL(address.replace(/&#(64|x40);/gi, '@'), base);
    // Without a host the address is no page, but a mail address, a phone number or a whole file: only the scheme may leave.
    if (!url.host) return url.protocol;
    url.username = url.password = '';
    const clean = (query = '') =>
      query
        .slice(1)
        .split('&')
        // A plus sign is a space, unless it begins the value: then it may belong to a phone number that is not encoded. A name
        // without a value counts as one with an empty value.
        .filter((pair) => !holdsSecret(`${pair.replace(/([^=])\+/g, '$1 ')}=`, names))
        .join('&')
        .replace(/^./, '?$&');
    url.search = clean(url.search);
    // Some routers keep the page in the fragment: `#/mates?color=rojo`.
    const [, route = '', query] = /^(#!?\/[^?]*|[^]*)([^]*)/.exec(url.hash) ?? [];
    url.hash = /=/.test(route) || holdsSecret(route, names) ? '' : route + clean(query);
    url.pathname = KEYED.reduce(
      (path, pattern) => path.replace(pattern, '$1…'),
      url.pathname
        .split('/')
        .map((segment) => (holdsSecret(segment, names) ? '…' : segment))
        .join('/'),
    );
    return url.href;
  } catch {
    // Send no address if it cannot be parsed, because it may contain secrets.
    return '';
  }
};

/** Returns a text, such as a title, without the secrets that have a known form. */
export const redactText = (text: string): string =>
  /[@＠+_]|&#|eyj|usr-|\d{3}[\d.]/i.test(text)
    ? text
        .replace(EMAIL, '…')
        .replace(TOLD, '…')
        .replace(NUMBER, (number) => (isChecked(number) ? '…' : number))
    : text;

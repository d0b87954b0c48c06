import { attempt } from '../base/attempt.js';

/** Matches parameters by name, with their values: personal data, keys of accounts and orders, passwords and tokens. */
const NAMED =
  /(?<![a-z])(e?mail(address)?|address|direcci(on)?|endere(co)?|correo|phone|fone|tel(e?(f|ph)on[eo])?|cel(ular)?|mobile|movil|whatsapp|dni|cpf|cnpj|cui[tl]|curp|ruc|rut|rfc|rg|ni[eft]|documento|n(um|r)(er)?o?_?doc|tarjeta|cart(a|%c3%a3)o|apellido|nas?c(im[a-z]+)?|dob|birth(da(te|y))?|(card|cc|doc(ument)?)_?num(ber)?|cv[vc]|verify|(verific|ac?tiv)a(?=[ct%])[a-z]*|pass(w(or)?d|code)?|pwd|clave|senha|contrase(na)?|auth(orization)?|saml[a-z]*|jwt|magic|invite|[a-z]*(token|sess(ion)?_?id)|sid|(api|order)?key|secret|sig(nature)?|hmac|otp|pin)(?![a-z])[^=?&#;/]{0,40}=.|\b(((customer|billing|shipping|first|last|full|user|sur|given|[fl]|sobre|primei?ro?|segundo|cliente?)_?){0,2}(n(ame|ome|ombres?)|apellidos?|login)(_?([ey]|d[eo]l?)?_?(completo|cliente|usuario|apellidos?|sobrenome))?|cedula|usuario|user|(access_)?code|session|ticket|your_\w+)\]?=./i;
/**
 * Matches e-mail addresses, also with an at sign of another script or as an entity. Pictures for dense screens (`mug@2x.jpg`)
 * and products (`16GB@3200.CL16`) look alike. This pattern and those below are bounded, or can begin only where no other part
 * can, so that a long text is read in linear time.
 */
const EMAIL =
  /(?<![^\s@/?&=#;,])[^\s@/?&=#;,]+([@＠]|%ef%bc%a0|&#(64|x40);)(?!\d+\.[a-z]*\d|(\d(\.\d)?x[\w.-]{0,40}|[\w-]{1,40})\.(jpe?g|png|gif|webp|avif|svg)(?![\w.-]))[^\s@/?&=#;,]{1,255}\.[^\s\d@./?&=#;,]{2,}/gi;
/**
 * Matches other secrets by their form: phone numbers, keys of orders and services, tokens, and passwords in addresses. Phone
 * numbers need a plus sign, because product codes are long numbers too.
 */
const TOLD =
  /\+\(?\d[\d ().-]{6,}\d|wc_order_\w+|[a-z]k_(live|test)_\w+|APP_USR-[\w-]+|(?<![\w-])eyJ[\w-]{6,}\.[\w.-]+|:\/\/[^\s/@]{1,255}@/gi;
/**
 * Matches what may be the number of a card or a person (CPF); the check digits decide. The numbers of ad platforms in campaigns
 * have as many digits, and nothing between them.
 */
const NUMBER =
  /(?<![a-z\d]|\b((utm|gad|hsa)_\w{0,20}|(campaign|ad(_?set|_?group)?)_?id)=[^&=?#]{0,200}(?=\d{11}))(\d{4}([ .-]?\d{4}){3}|3[47]\d\d[ .-]?\d{6}[ .-]?\d{5}|\d{3}([ .-]?\d{3}){2}[ .-]?\d\d)(?![a-z\d])/gi;
/** Matches what may be keys in paths, behind a part that is kept: in those of checkouts and orders they are long, and no words. */
const KEYED = [
  /(?<=\/([a-z]{1,20}-)?((checkout|cart|order|pedido|orden|carrinho|carrito)s?|(invit|verif[iy]|confirm)[\w%]*|convite|unsubscribe)([_-][\w-]{1,20})?\/([\w.-]{1,15}\/){0,4})(?=[a-z_-]*[A-Z\d])[\w-]{16,}/g,
  /(?<=\/([a-z]{1,20}[_-]){0,2}(re(set|cover)|restablec\w+|(recupera|redefini|ac?tiva)(r|te|tion|[c%][\w%]+)|forgot|password|senha|contrase(n|%c3%b1)a|clave|magic-link){1,2}([_-][\w-]{1,20})?\/([\w.-]{1,11}\/){0,4}|\/((log|sign)-?in|inici\w+-sesi[\w%]+|entrar|ingresar|ac(ced|ess)[ae]r)\/(?=[\w-]{18})|\/magic\/)[\w-]{12,}/gi,
];
/** Matches the words of a product's address, also with numbers such as `60mm`: a key is one part, a mix, or groups of four. */
const WORDS = /^(?!([a-f\d-]+|\w+|\w{4}(-\w{4})+)$)([a-z]*(\d+[a-z]*)?(-|$))+$/;
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
  const sum = (from: number, weigh: (digit: number, index: number) => number) => {
    let total = 0;
    for (let index = from; index < digits.length; index++) total += weigh(digits[index] as number, index - from);
    return total;
  };
  return digits[11] !== undefined
    ? sum(0, (digit, index) => (index % 2 && (digit * 2) % 9) || digit) % 10 === 0
    : [1, 2].every((from) => (sum(from, (digit, index) => digit * (9 - index)) % 11) % 10 === digits[from - 1]);
};

/** Returns a path without its keys. */
const cutKeys = (path: string) => {
  for (const pattern of KEYED) path = path.replace(pattern, (key) => (WORDS.test(key) ? key : '…'));
  return path;
};

/** Returns a text without the secrets that have a known form, except for keys in paths. */
const cutForms = (text: string) =>
  text
    .replace(EMAIL, '…')
    .replace(TOLD, '…')
    .replace(NUMBER, (number) => (isChecked(number) ? '…' : number));

const hasForm = (text: string) => cutKeys(cutForms(text)) !== text;

const holdsSecret = (text: string, names: string[], layers = MAX_LAYERS): boolean => {
  const pairs = `&${text.toLowerCase().replace(/[?;#/]/g, '&')}`;
  const decoded = decode(text);
  return (
    !layers ||
    [text, unpack(text)].some(hasForm) ||
    NAMED.test(text.replace(/-|(?<=[a-z])(?=[A-Z])/g, '_')) ||
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
    url.pathname = cutKeys(
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
  /[@＠+_]|&#|eyj|usr-|\d{3}.?\d{3}/i.test(text) ? cutForms(text) : text;

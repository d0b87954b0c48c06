/** Query parameters that name a person, open an account or an order, or let somebody in. */
const SECRET =
  /^(e-?mail|correo|user(name)?|phone|tel|telefono|celular|mobile|whatsapp|(first|last|full)?_?name|dni|cpf|rut|address|pass(word|wd)?|pwd|.*token|auth|(api_?)?key|order_?key|secret|sig(nature)?|hmac|otp|pin)$/i;
const EMAIL = /[^\s/?&=#;,]+(@|%40)[^\s/?&=#;,]+\.[a-z]{2,}/gi;
/** Only after a plus sign: product codes are long numbers too. */
const PHONE = /^(\+|00)[\d\s().-]{7,}$/;
/** Checkout addresses of Shopify and others carry a key to the checkout. */
const TOKEN_PATH = /(\/checkouts?\/(?:[a-z]{1,2}\/)?)[\w-]{16,}/i;

/** An address without what must not leave the page. `names` are lower-case parameters to remove as well. */
export const redactUrl = (address: string, names: string[]): string => {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return address.replace(EMAIL, '');
  }
  url.username = url.password = '';
  for (const [name, value] of [...url.searchParams]) {
    const secret = SECRET.test(name) || names.includes(name.toLowerCase()) || PHONE.test(value.trim());
    if (secret || value.search(EMAIL) > -1) url.searchParams.delete(name);
  }
  if (url.search === '') url.search = '';
  if (/@|%40|=/.test(url.hash)) url.hash = '';
  url.pathname = url.pathname.replace(TOKEN_PATH, '$1…').replace(EMAIL, '…');
  return url.href;
};

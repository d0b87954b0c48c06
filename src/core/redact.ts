/** Query parameters that name a person, open an account or an order, or let somebody in. */
const SECRET =
  /^(e-?mail|correo|user(name)?|phone|tel|telefono|celular|mobile|whatsapp|(first|last|full)?_?name|dni|cpf|rut|pass(word|wd)?|pwd|.*token|auth|(api_|order_)?key|secret|sig(nature)?|hmac|otp|pin)$/i;
/** An e-mail address; a phone number only after a plus sign or `00`, since product codes are long numbers too. */
const PERSON = /@.+\.[a-z]{2}|^(\+|00| )[\d ().-]{8,}$/i;
const EMAIL = /[^\s/?&=#;,]+(@|%40)[^\s/?&=#;,]+\.[a-z]{2,}/gi;
/** Checkout addresses carry a key to the checkout. */
const CHECKOUT = /(\/checkouts?\/(?:[a-z]{1,2}\/)?)[\w-]{16,}/i;

/** An address, absolute, without what must not leave the page. `names` are parameters to remove as well, in lower case. */
export const redactUrl = (address: string, base: string, names: string[]): string => {
  try {
    const url = new URL(address, base);
    url.username = url.password = '';
    for (const [name, value] of [...url.searchParams]) {
      if (SECRET.test(name) || PERSON.test(value) || names.includes(name.toLowerCase())) url.searchParams.delete(name);
    }
    if (/@|%40|=/.test(url.hash)) url.hash = '';
    url.pathname = url.pathname.replace(CHECKOUT, '$1…').replace(EMAIL, '…');
    return url.href;
  } catch {
    return address.replace(EMAIL, '…');
  }
};

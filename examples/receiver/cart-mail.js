import { texts } from './texts.js';

/**
 * @typedef {object} Shop
 * @property {string} name
 * @property {string} origin such as https://shop.example; links and pictures of other places are left out
 * @property {string} cartUrl where the mail leads back to
 * @property {string} [imageOrigin] where the shop's pictures are, if not on its own origin
 * @property {string} [locale] of amounts and texts, where the event has none
 * @property {string} [unsubscribeUrl]
 *
 * @typedef {{ name?: string, email: string }} Customer
 * @typedef {{ amount: number, currency: string }} Price
 * @typedef {{ name: string, detail: string, quantity: number, url?: string, image?: string, price?: Price }} Line
 * @typedef {{ subject: string, html: string, text: string }} Mail
 */

/** @param {unknown} value @returns {Record<string, unknown>} */
const objectOf = (value) =>
  typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' ? value.trim().slice(0, 200) : '');

/** @param {unknown} value @returns {Price | undefined} */
const priceOf = (value) => {
  const { amount, currency } = objectOf(value);
  if (typeof amount !== 'number' || !Number.isFinite(amount) || typeof currency !== 'string') return undefined;
  return /^[A-Z]{3}$/.test(currency) ? { amount, currency } : undefined;
};

/**
 * An address, if it is one of the shop. The cart was seen by a browser, so that whoever controls that browser has chosen its
 * addresses: the shop's mail must not lead anywhere else.
 *
 * @param {unknown} value
 * @param {(string | undefined)[]} origins
 */
const addressOf = (value, origins) => {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return origins.includes(url.origin) ? url.href : undefined;
};

/** @param {unknown} item @param {Shop} shop @returns {Line} */
const lineOf = (item, { origin, imageOrigin }) => {
  const { product: given, quantity, price } = objectOf(item);
  const product = objectOf(given);
  const count = typeof quantity === 'number' && quantity > 0 ? quantity : 1;
  return {
    name: textOf(product.name) || textOf(product.reference) || textOf(given) || '–',
    detail: textOf(product.variant) || textOf(product.brand),
    quantity: count,
    url: addressOf(product.url, [origin]),
    image: addressOf(product.image_url, [origin, imageOrigin]),
    price: priceOf(price) ?? priceOf(product.price),
  };
};

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {string} locale */
const formatter = (locale) => {
  /** @param {Price} price */
  return ({ amount, currency }) => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
};

/** The locale of the visitor's page, if it is one. @param {unknown} given @param {string} otherwise */
const localeOf = (given, otherwise) => {
  try {
    return Intl.getCanonicalLocales(textOf(given))[0] ?? otherwise;
  } catch {
    return otherwise;
  }
};

/** @param {Record<string, unknown>} data @param {Line[]} lines @returns {Price | undefined} */
const totalOf = (data, lines) => {
  const told = priceOf(data);
  if (told) return told;
  const [first] = lines;
  const currency = first?.price?.currency;
  if (!currency || lines.some(({ price }) => price?.currency !== currency)) return undefined;
  return { amount: lines.reduce((sum, { price, quantity }) => sum + (price?.amount ?? 0) * quantity, 0), currency };
};

const serif = "Georgia, 'Times New Roman', serif";
const sans = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const ink = '#1b2b2a';
const soft = '#55635f';
const rule = '#e4e1d9';

/** @param {string} text @param {string | undefined} url */
const linked = (text, url) =>
  url ? `<a href="${escape(url)}" style="color:${ink};text-decoration:none">${text}</a>` : text;

/** @param {Line} line */
const pictureOf = ({ image, name, url }) =>
  linked(
    image
      ? `<img src="${escape(image)}" width="88" height="88" alt="" style="display:block;width:88px;height:88px;border-radius:6px;object-fit:cover;background:#f1eee6">`
      : `<span style="display:block;width:88px;height:88px;border-radius:6px;background:#f1e4cf;font:400 36px/88px ${serif};color:${soft};text-align:center">${escape([...name][0]?.toUpperCase() ?? '')}</span>`,
    url,
  );

/** @param {Line} line @param {(price: Price) => string} money @param {string} each */
const rowOf = (line, money, each) => {
  const { name, detail, quantity, price, url } = line;
  const sum = price && money({ ...price, amount: price.amount * quantity });
  const notes = [detail, quantity === 1 ? '' : `${quantity}\u00a0×\u00a0${price ? money(price) : each}`].filter(
    Boolean,
  );
  return `<tr>
    <td class="picture" width="88" style="padding:16px 0;border-bottom:1px solid ${rule};vertical-align:top">${pictureOf(line)}</td>
    <td style="padding:18px 0 16px 16px;border-bottom:1px solid ${rule};vertical-align:top">
      <div style="font:400 18px/24px ${serif};color:${ink}">${linked(escape(name), url)}</div>
      ${notes.map((note) => `<div style="font:400 14px/22px ${sans};color:${soft}">${escape(note)}</div>`).join('')}
    </td>
    <td align="right" style="padding:20px 0 16px 12px;border-bottom:1px solid ${rule};vertical-align:top;white-space:nowrap;font:600 15px/22px ${sans};color:${ink}">${escape(sum ?? '')}</td>
  </tr>`;
};

/**
 * In a table of its own: the column of the prices would become as wide as the total, which phones have no room for.
 *
 * @param {string} word @param {string} total
 */
const totalRow = (word, total) =>
  `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
    <td style="padding:18px 0 0;font:400 16px/24px ${sans};color:${soft}">${escape(word)}</td>
    <td align="right" style="padding:18px 0 0 12px;white-space:nowrap;font:600 20px/24px ${sans};color:${ink}">${escape(total)}</td>
  </tr></table>`;

/**
 * The mail that reminds of a cart.
 *
 * @param {Record<string, unknown>} data of a webhook "cart.abandoned"
 * @param {Customer} customer
 * @param {Shop} shop
 * @returns {Mail}
 */
export const toCartMail = (data, customer, shop) => {
  const locale = localeOf(data.locale, shop.locale ?? 'en');
  const words = texts(locale);
  const money = formatter(locale);
  const { items } = objectOf(data.object_parameters);
  const lines = (Array.isArray(items) ? items : []).map((item) => lineOf(item, shop));
  const total = totalOf(data, lines);
  const greeting = words.greeting(customer.name ?? '');
  const [first] = lines;
  const subject = words.subject(first?.name ?? '', lines.length);

  const html = `<!doctype html>
<html lang="${escape(words.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escape(subject)}</title>
<style>@media (max-width: 480px) { .card { padding: 28px 20px !important } .outside { padding: 0 !important } .picture, .picture img, .picture span { width: 64px !important; height: 64px !important; line-height: 64px !important } }</style>
</head>
<body style="margin:0;padding:0;background:#f5f3ee">
<div style="display:none;max-height:0;overflow:hidden">${escape(words.preview(shop.name))}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f5f3ee"><tr>
<td class="outside" align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#fff;text-align:left"><tr>
<td class="card" style="padding:40px 40px 36px">
  <div style="font:400 22px/28px ${serif};color:#1d3a35;letter-spacing:.02em">${linked(escape(shop.name), shop.origin)}</div>
  <h1 style="margin:32px 0 8px;font:400 30px/38px ${serif};color:${ink}">${escape(words.title)}</h1>
  <p style="margin:0 0 20px;font:400 16px/26px ${sans};color:${soft}">${escape(greeting)} ${escape(words.lead)}</p>
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-top:1px solid ${rule}">
  ${lines.map((line) => rowOf(line, money, words.each)).join('\n  ')}
  </table>
  ${total ? totalRow(words.total, money(total)) : ''}
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:28px 0 0"><tr>
    <td align="center" bgcolor="#1d3a35" style="border-radius:6px">
      <a href="${escape(shop.cartUrl)}" style="display:block;padding:16px 24px;font:600 16px/24px ${sans};color:#ffffff;text-decoration:none">${escape(words.button)}</a>
    </td>
  </tr></table>
  <p style="margin:20px 0 0;font:400 14px/22px ${sans};color:${soft}">${escape(words.note)}</p>
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px"><tr>
<td align="center" style="padding:24px 20px 8px;font:400 13px/20px ${sans};color:${soft}">${escape(words.why(shop.name))}${
    shop.unsubscribeUrl
      ? `<br><a href="${escape(shop.unsubscribeUrl)}" style="color:${soft};text-decoration:underline">${escape(words.unsubscribe)}</a>`
      : ''
  }</td>
</tr></table>
</td></tr></table>
</body>
</html>
`;

  const list = lines.map(({ name, quantity, price }) => {
    const sum = price ? `  ${money({ ...price, amount: price.amount * quantity })}` : '';
    return `${quantity} × ${name}${sum}`;
  });
  const end = [
    words.note,
    words.why(shop.name),
    shop.unsubscribeUrl ? `${words.unsubscribe}: ${shop.unsubscribeUrl}` : '',
  ];
  const text = [
    `${words.title}\n`,
    `${greeting} ${words.lead}\n`,
    ...list,
    total ? `\n${words.total}: ${money(total)}` : '',
    `\n${words.button}: ${shop.cartUrl}\n`,
    ...end.filter(Boolean),
  ].join('\n');
  return { subject, html, text };
};

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { redactText, redactUrl } from '../../src/privacy/redact-url.ts';

// These tests check thousands of addresses, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

const BASE = 'https://shop.example/';
const redact = (address: string) => redactUrl(address, BASE, ['socio', 'cupón']);

/** Removes every layer of encoding, as a curious reader would. */
const bare = (text: string): string => {
  let last = '';
  while (last !== text) {
    last = text;
    text = text.replace(/(%[\da-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
  return text;
};
/** Removes every layer of encoding, and appends the text with each run of base64 decoded. */
const readable = (text: string): string => {
  const plain = bare(text);
  const unpacked = plain.replace(/[\w+/-]{8,}/g, (run) => Buffer.from(run, 'base64').toString('latin1'));
  return `${plain}\n${unpacked}`.toLowerCase();
};

const word = fc.stringMatching(/^[a-z]{3,9}$/);
const slug = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('-'));
const ean = fc.stringMatching(/^(0\d{7}|\d{12,14}|00\d{11})$/);
const clickId = fc.stringMatching(/^[A-Za-z0-9_-]{20,90}$/);

/** Harmless parts, which redaction must keep wherever they stand. */
const harmlessPairs = fc.oneof(
  ean.map((code) => `ean=${code}`),
  ean.map((code) => `q=mate+${code}`),
  clickId.map((id) => `gclid=${id}`),
  clickId.map((id) => `fbclid=${id}`),
  slug.map((name) => `utm_campaign=${name}`),
  word.map((name) => `utm_source=${name}`),
  fc.integer({ min: 1, max: 9_999_999 }).map((number) => `order=${number}`),
  fc.integer({ min: 1, max: 99 }).map((number) => `page=${number}`),
  slug.map((text) => `product_name=${text}`),
  fc.constantFrom(
    'from=2026-11-21',
    'sort=price-ascending',
    'keyword=termo',
    'variant=40123456789012',
    'q=mate%20%40home',
    'empty',
    'a%5B%5D=1',
  ),
);
const harmlessSegments = fc.oneof(
  slug,
  ean,
  slug.map((text) => `${text}-750ml`),
  fc.constantFrom('productos', 'producto', 'p', 'es_UY', 'checkout', 'shipping-and-payment-information', 'carteras'),
);

interface Planted {
  /** The secret as the address spells it. */
  text: string;
  /** The part that must not be readable after redaction. */
  core: string;
}

const percent = (text: string) => [...text].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');
const spellings: Record<string, (text: string) => string> = {
  'in plain text': (text) => text,
  encoded: encodeURIComponent,
  'encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'encoded three times': (text) => encodeURIComponent(encodeURIComponent(encodeURIComponent(text))),
  'encoded letter by letter': percent,
  'in base64': (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  'in base64 for addresses': (text) => Buffer.from(text).toString('base64url'),
};

const email = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9._-]{3,12}[a-z0-9]$/), word, fc.constantFrom('com', 'com.uy', 'es', 'museum'))
  .map(([local, domain, ending]) => `${local}@${domain}.${ending}`);
const phone = fc
  .tuple(fc.constantFrom('598', '54', '1', '34'), fc.stringMatching(/^[2-9]\d{7,9}$/))
  .map(([country, number]) => `+${country}${number}`);
const spacedPhone = phone.map((number) => number.replace(/(\d{3})(?=\d)/g, '$1 '));
const token = fc.stringMatching(/^[A-Za-z0-9_-]{20,40}$/).filter((text) => /[A-Z]/.test(text) && /\d/.test(text));
const orderKey = fc.stringMatching(/^[A-Za-z0-9]{13}$/).map((text) => `wc_order_${text}`);
const jwt = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9_-]{12,20}$/), fc.stringMatching(/^[A-Za-z0-9_-]{20,30}$/))
  .map(([head, body]) => `eyJ${head}.${body}.sig`);

/** Places in an address for a secret that is recognized by its form; `pair` is a parameter of the query. */
const places: Record<string, (text: string) => { path?: string; pair?: string; hash?: string }> = {
  'as a value': (text) => ({ pair: `contact=${text}` }),
  'within a value': (text) => ({ pair: `next=/account/${text}/orders` }),
  'in an address in a value': (text) => ({ pair: `next=${encodeURIComponent(`https://x.example/?who=${text}`)}` }),
  'as a name': (text) => ({ pair: `${text}=1` }),
  'without a name': (text) => ({ pair: text }),
  'in the path': (text) => ({ path: text }),
  'in the path, after a semicolon': (text) => ({ path: `x;who=${text}` }),
  'in the fragment': (text) => ({ hash: text }),
  'in the path of the fragment': (text) => ({ hash: `/account/${text}/orders` }),
};

/** An address with harmless parts around the planted secret, and those harmless parts. */
const around = (planted: { path?: string; pair?: string; hash?: string }) =>
  fc
    .record({
      segments: fc.array(harmlessSegments, { maxLength: 3 }),
      before: fc.array(harmlessPairs, { maxLength: 3 }),
      after: fc.array(harmlessPairs, { maxLength: 3 }),
    })
    .map(({ segments, before, after }) => {
      const path = [...segments, ...(planted.path ? [planted.path] : [])].join('/');
      const pairs = [...before, ...(planted.pair ? [planted.pair] : []), ...after].join('&');
      const address = `${BASE}${path}${pairs && `?${pairs}`}${planted.hash ? `#${planted.hash}` : ''}`;
      return { address, segments, pairs: [...before, ...after] };
    });

const check = (secrets: fc.Arbitrary<Planted>, place: (text: string) => Parameters<typeof around>[0]) =>
  fc.assert(
    fc.property(
      secrets.chain(({ text, core }) => around(place(text)).map((built) => ({ ...built, core }))),
      ({ address, segments, pairs, core }) => {
        // A harmless part may by chance contain the secret.
        fc.pre(!readable([...segments, ...pairs].join('&')).includes(core.toLowerCase()));
        const redacted = redact(address);
        expect(readable(redacted)).not.toContain(core.toLowerCase());
        const url = new URL(redacted);
        expect(url.search).toBe(pairs.length ? `?${pairs.join('&')}` : '');
        expect(url.pathname.slice(1).split('/').slice(0, segments.length)).toEqual(segments.length ? segments : []);
        expect(redact(redacted)).toBe(redacted);
      },
    ),
    { numRuns: 25 },
  );

const placed = Object.keys(places);
const inPlace = (name: string) => places[name] as (text: string) => Parameters<typeof around>[0];

describe.each(Object.keys(spellings))('an e-mail address %s', (spelling) => {
  const spell = spellings[spelling] as (text: string) => string;
  it.each(placed)(`an e-mail address ${spelling} is redacted where it stands %s`, (place) => {
    check(
      email.map((core) => ({ text: spell(core), core })),
      inPlace(place),
    );
  });
});

describe.each([
  ['a phone number after a plus sign', phone.map((core) => ({ text: encodeURIComponent(core), core: core.slice(1) }))],
  [
    'a phone number encoded twice',
    phone.map((core) => ({ text: encodeURIComponent(encodeURIComponent(core)), core: core.slice(1) })),
  ],
  ['a phone number with spaces', spacedPhone.map((core) => ({ text: encodeURIComponent(core), core: core.slice(1) }))],
  ['the key of an order', orderKey.map((core) => ({ text: core, core }))],
  ['an encoded key of an order', orderKey.map((core) => ({ text: percent(core), core }))],
  ['a signed token', jwt.map((core) => ({ text: core, core: core.split('.')[1] as string }))],
] as [string, fc.Arbitrary<Planted>][])('%s', (secret, secrets) => {
  it.each(placed)(`${secret} is redacted where it stands %s`, (place) => check(secrets, inPlace(place)));
});

it.each(['who=', 'tel=', 'x[phone]='])(
  'a phone number whose plus sign is not encoded is redacted in a parameter (%s)',
  (name) => {
    check(
      phone.map((core) => ({ text: core, core: core.slice(1) })),
      (text) => ({ pair: name + text }),
    );
  },
);

const named = [
  'token access_token resetToken id_token checkout[token] key order_key orderKey api_key apikey api-key auth authorization jwt',
  'secret client_secret signature X-Amz-Signature hmac otp password new_password passwd session_id sessionId PHPSESSID',
  'email customer[email] billing_email customerEmail email_address correo phone phone_number customerPhone celular whatsapp',
  'first_name lastName customer[first_name] name username user TOKEN Email %65mail socio Socio SOCIO',
]
  .join(' ')
  .split(' ');
const cores = token.map((core) => ({ text: core, core }));

describe.each(named)('the parameter %s', (name) => {
  it.each([
    ['in the query', (text: string) => ({ pair: `${name}=${text}` })],
    ['in an address in a value', (text: string) => ({ pair: `next=${encodeURIComponent(`/x?a=1&${name}=${text}`)}` })],
    ['in the path, after a semicolon', (text: string) => ({ path: `x;${name}=${text}` })],
    ['in the fragment', (text: string) => ({ hash: `${name}=${text}` })],
    ['in the query of the fragment', (text: string) => ({ hash: `/x?a=1&${name}=${text}` })],
  ])('the value of a secret parameter is redacted where it stands %s', (_place, place) => check(cores, place));
});

describe('the key in the path of a checkout or an account mail', () => {
  it.each([
    'checkouts/cn/KEY',
    'checkouts/KEY',
    '12345678/checkouts/KEY',
    'checkout/v3/start/1234567/KEY',
    'checkout/v3/success/1234567/KEY/',
    'cart/c/KEY',
    '12345678/orders/KEY',
    'account/reset/1234567/KEY',
    'account/activate/1234567/KEY',
    'reset-password/KEY',
    'unsubscribe/KEY',
    'checkouts/cn/KEY/orders/KEY',
  ])('the key in the path %s is redacted', (path) => {
    check(cores, (text) => ({ path: path.replaceAll('KEY', text) }));
    check(cores, (text) => ({ hash: `/${path.replaceAll('KEY', text)}` }));
    check(cores, (text) => ({ pair: `next=${encodeURIComponent(`/${path.replaceAll('KEY', text)}`)}` }));
  });
});

it('the user and the password of an address are removed', () => {
  fc.assert(
    fc.property(token, token, (user, password) => {
      expect(redact(`https://${user}:${password}@shop.example/x`)).toBe('https://shop.example/x');
      expect(redact(`/?next=https://${user}:${password}@localhost/`)).toBe(BASE);
    }),
  );
});

it('an address that is no page is reduced to its scheme', () => {
  fc.assert(
    fc.property(email, token, (address, secret) => {
      for (const text of [`mailto:${address}`, `tel:+59899123456`, `data:text/plain,${secret}`, `about:${secret}`]) {
        expect(redact(text)).toBe(`${text.split(':')[0]}:`);
      }
    }),
  );
});

it('a secret in an address that cannot be parsed is removed', () => {
  fc.assert(
    fc.property(token, (secret) => {
      for (const text of [`http://[x/?token=${secret}`, `https://x:99999/${secret}`, `http://a b/?key=${secret}`]) {
        expect(redact(text)).not.toContain(secret);
      }
    }),
  );
});

it('product codes, campaigns, click ids and names of products are kept', () => {
  fc.assert(
    fc.property(around({ hash: 'fotos' }), ({ address }) => {
      expect(redact(address)).toBe(address);
    }),
    { numRuns: 1000 },
  );
});

it('redaction never throws, and a second redaction changes nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true, withFragments: true })),
      (text) => {
        const redacted = redact(text);
        expect(redacted && redact(redacted)).toBe(redacted);
      },
    ),
    { numRuns: 500 },
  );
});

it.each([
  ...['eyJ', 'eyJ-', '-eyJ', 'a@', '+1 ', '://', '/orders/a/', 'a1-', '%25', 'key'],
  ...['/reset/a/', 'resetpassword', 'abcd-', 'nombre_y_', 'utm_=12345678901 '],
])('a text of 60,000 characters that repeats %j is redacted within the time of a test', (part) => {
  const long = part.repeat(60_000 / part.length);
  for (const begin of ['/', '/?q=', '/orders/']) redact(`https://shop.example${begin}${long}`);
  expect(redactText(`${long} ana@example.com`)).not.toContain('ana@');
});

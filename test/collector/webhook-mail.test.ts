// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { startReceiver } from '../../examples/receiver/receiver.js';
import { toCartMail } from '../../examples/receiver/cart-mail.js';
import { atEnd, collectorFor } from './support/collector-harness.ts';
import { abandoned } from './support/outbox.ts';
import { secret, webhook, withWebhooks } from './support/webhooks.ts';

const shop = {
  name: 'Coronilla',
  origin: 'https://shop.example',
  cartUrl: 'https://shop.example/cart',
  locale: 'en-UY',
};

/** A mail server of this machine that keeps what it gets, and can refuse it. */
async function startMailServer() {
  const mails: Email[] = [];
  let isAway = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (isAway) return done(new Error('Come again later.'));
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          mails.push(mail);
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, mails, setAway: (value: boolean) => void (isAway = value) };
}

async function receiverFor(sentFile?: string) {
  const mailServer = await startMailServer();
  const folder = await mkdtemp(join(tmpdir(), 'receiver-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = sentFile ?? join(folder, 'sent.txt');
  const start = async () => {
    const receiver = await startReceiver({
      ...{ secret, smtp: mailServer.url, from: 'Coronilla <hello@shop.example>', shop, sentFile: file },
      findCustomer: ({ id, source }) =>
        source === 'coronilla' && id === 'c-1' ? { name: 'Lucía', email: 'lucia@customer.example' } : undefined,
    });
    atEnd(receiver.close);
    return receiver;
  };
  return { ...mailServer, start, ...(await start()) };
}

const items = [
  {
    product: {
      name: 'Cuareim gourd mate',
      brand: 'Chestnut',
      url: 'https://shop.example/product/mate',
      image_url: 'https://shop.example/products/mate.png',
    },
    quantity: 2,
    price: { amount: 2480, currency: 'UYU' },
  },
  { product: { name: 'Pico straw', price: { amount: 890.5, currency: 'UYU' } }, quantity: 1 },
];

const cart = (more: object = {}) => ({
  trusted: true,
  user_parameters: { id: 'c-1', source: 'coronilla' },
  amount: 5850.5,
  currency: 'UYU',
  object_parameters: { reference: 'cart-7', items },
  ...more,
});

interface Posting {
  id?: string;
  key?: string;
  type?: string;
  /** When it is sent, and when that happened which it tells. */
  at?: Date;
  happened?: Date;
}

/** Sends a webhook as the specification says. */
function post(url: string, data: object, more: Posting = {}) {
  const { id = 'evt_1', key = secret, type = 'cart.abandoned', at = new Date() } = more;
  const body = JSON.stringify({ type, timestamp: (more.happened ?? at).toISOString(), data });
  return fetch(`${url}/webhooks`, {
    method: 'POST',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Verifier(key).sign(id, at, body),
    },
    body,
  });
}

describe('the receiver of the examples', () => {
  test('a signed webhook becomes a mail with the cart, its amounts and a way back', async () => {
    const { url, mails } = await receiverFor();
    expect((await post(url, cart())).status).toBe(204);
    expect(mails).toHaveLength(1);
    const [mail] = mails as [Email];
    expect(mail).toMatchObject({
      subject: 'Cuareim gourd mate, and what else you chose',
      from: { address: 'hello@shop.example' },
      to: [{ address: 'lucia@customer.example', name: 'Lucía' }],
      messageId: '<evt_1@shop.example>',
    });
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain('Hello Lucía.');
      expect(part).toContain('Cuareim gourd mate');
      expect(part?.replaceAll('\u00a0', ' ')).toContain('UYU 4,960.00');
      expect(part?.replaceAll('\u00a0', ' ')).toContain('UYU 5,850.50');
      expect(part).toContain('https://shop.example/cart');
    }
    expect(mail.html).toContain('src="https://shop.example/products/mate.png"');
  });

  test('an abandoned cart that a collector tells becomes a mail', async () => {
    const { url, mails } = await receiverFor();
    const businesses = withWebhooks(webhook({ url: `${url}/webhooks` }));
    const collector = await collectorFor({ businesses, localReceivers: true });
    await collector.store.put([abandoned({ event: JSON.stringify(cart()) })]);
    await expect.poll(() => mails, { timeout: 10_000 }).toHaveLength(1);
    expect(mails[0]?.html).toContain('Pico straw');
  });

  test('a webhook that comes twice, also at the same time and after a restart, becomes one mail', async () => {
    const { url, mails, start } = await receiverFor();
    const both = await Promise.all([post(url, cart()), post(url, cart())]);
    expect(both.map(({ status }) => status)).toEqual([204, 204]);
    expect((await post((await start()).url, cart())).status).toBe(204);
    expect(mails).toHaveLength(1);
    await post(url, cart(), { id: 'evt_2' });
    expect(mails).toHaveLength(2);
  });

  test('while no mail can be sent the webhook is refused with 503, and becomes a mail when it comes again', async () => {
    const { url, mails, setAway } = await receiverFor();
    setAway(true);
    expect((await post(url, cart())).status).toBe(503);
    setAway(false);
    expect((await post(url, cart())).status).toBe(204);
    expect(mails).toHaveLength(1);
  });

  test.each([
    ['by another secret', cart(), { key: `whsec_${Buffer.alloc(32, 9).toString('base64')}` }, 401],
    ['that is ten minutes old', cart(), { at: new Date(Date.now() - 600_000) }, 401],
    ['that a browser has caused', cart({ trusted: false }), {}, 204],
    ['about a cart of two days ago', cart(), { happened: new Date(Date.now() - 2 * 86_400_000) }, 204],
    ['of another action', cart(), { type: 'order.placed' }, 204],
    ['about a customer whom the shop does not know', cart({ user_parameters: { id: 'c-2' } }), {}, 204],
    ['about nobody', cart({ user_parameters: undefined }), {}, 204],
  ])('a webhook %s becomes no mail', async (_, data, more, status) => {
    const { url, mails } = await receiverFor();
    expect((await post(url, data, more)).status).toBe(status);
    expect(mails).toEqual([]);
  });

  test('a body that was changed, one that is too long, and a GET are refused', async () => {
    const { url } = await receiverFor();
    const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' };
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(401);
    expect((await fetch(url, { method: 'POST', headers, body: 'x'.repeat(70_000) })).status).toBe(413);
    expect((await fetch(url)).status).toBe(405);
  });
});

describe('the mail of a cart', () => {
  const mailOf = (data: object, more: object = {}) =>
    toCartMail(data as Record<string, unknown>, { email: 'a@b.example', name: 'Lucía' }, { ...shop, ...more });

  test('what a browser has chosen can neither break out of the mail nor lead elsewhere', () => {
    const evil = {
      name: '<script>alert(1)</script>" onload="x',
      url: 'https://evil.example/product',
      image_url: 'https://evil.example/pixel.gif',
    };
    const { html, text } = mailOf(cart({ object_parameters: { items: [{ product: evil, quantity: 1 }] } }));
    expect(html).not.toContain('<script');
    expect(html).not.toContain('" onload');
    expect(html + text).not.toContain('evil.example');
    const other = { ...evil, url: 'javascript:alert(1)', image_url: 'data:image/png;base64,AAAA' };
    expect(mailOf(cart({ object_parameters: { items: [{ product: other }] } })).html).not.toMatch(/javascript:|data:/);
  });

  test('texts and amounts are those of the page that the visitor has seen', () => {
    const spanish = mailOf(cart({ locale: 'es-UY' }));
    expect(spanish.html).toContain('Volver a mi carrito');
    expect(spanish.text.replaceAll('\u00a0', ' ')).toContain('$ 5.850,50');
    const portuguese = mailOf(cart({ locale: 'pt-BR', amount: 99.9, currency: 'BRL' }));
    expect(portuguese.html).toContain('Voltar ao meu carrinho');
    expect(portuguese.text.replaceAll('\u00a0', ' ')).toContain('R$ 99,90');
    expect(mailOf(cart({ locale: '"><b' })).html).toContain('Back to my cart');
    expect(mailOf(cart({ amount: 1500, currency: 'JPY' })).text).toContain('¥1,500');
  });

  test('a cart without a total is added up, unless its prices are missing or in several currencies', () => {
    const total = (list: object[]) =>
      mailOf(cart({ amount: undefined, object_parameters: { items: list } })).text.replaceAll('\u00a0', ' ');
    expect(total(items)).toContain('Total: UYU 5,850.50');
    expect(total([...items, { product: { name: 'Rug', price: { amount: 1, currency: 'USD' } } }])).not.toContain(
      'Total',
    );
    expect(total([{ product: 'mate-19' }])).not.toContain('Total');
    expect(total([{ product: 'mate-19' }])).toContain('1 × mate-19');
  });

  test('a mail that can be refused has a link for that', () => {
    expect(mailOf(cart()).html).not.toContain('No more reminders');
    expect(mailOf(cart(), { unsubscribeUrl: 'https://shop.example/quiet' }).html).toContain(
      'https://shop.example/quiet',
    );
  });
});

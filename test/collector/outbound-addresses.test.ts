// @vitest-environment node
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createPost, type Resolve } from '../../collector/src/outbound/post.ts';
import { isPublicAddress } from '../../collector/src/outbound/public-address.ts';
import { atEnd } from './support/collector-harness.ts';
import { abandoned, outboxFor } from './support/outbox.ts';
import { startReceiver } from './support/webhook-receiver.ts';
import { webhook, withWebhooks } from './support/webhooks.ts';

/** A resolver that gives these addresses, whatever is asked. */
const resolving =
  (...addresses: string[]): Resolve =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const request = (url: string) => ({ url, headers: {}, body: '{}', timeout: 2000, mayBeLocal: false });

describe('addresses', () => {
  test.each([
    ...[
      '127.0.0.1',
      '127.255.255.254',
      '0.0.0.0',
      '0.1.2.3',
      '10.0.0.1',
      '100.64.0.1',
      '100.127.255.255',
      '169.254.169.254',
    ],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '192.168.1.1',
      '198.18.0.1',
      '198.19.255.255',
    ],
    ...['198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::127.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:10.0.0.1',
      '::ffff:8.8.8.8',
      'fe80::1',
    ],
    ...['fe80::1%lo', 'fec0::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '64:ff9b::7f00:1', '64:ff9b:1::1', '100::1'],
    ...['2001::1', '2001:10::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', 'localhost', '', '127.1', '0x7f.0.0.1'],
  ])('%s is no address of the internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    ...[
      '8.8.8.8',
      '1.1.1.1',
      '100.63.255.255',
      '100.128.0.1',
      '172.15.255.255',
      '172.32.0.1',
      '192.167.1.1',
      '192.169.0.1',
    ],
    ...[
      '169.253.1.1',
      '198.17.1.1',
      '223.255.255.255',
      '2606:4700:4700::1111',
      '2a00:1450:4001::1',
      '2001:4860:4860::8888',
    ],
  ])('%s is an address of the internet', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('sending to an address', () => {
  test.each([
    ...[
      'http://127.0.0.1',
      'http://localhost',
      'http://127.1',
      'http://2130706433',
      'http://0x7f000001',
      'http://0177.0.0.1',
    ],
    ...['http://[::1]', 'http://[::ffff:127.0.0.1]', 'http://0.0.0.0', 'http://127.0.0.1.'],
  ])('nothing is sent to %s, however it is written', async (origin) => {
    const receiver = await startReceiver();
    const { port } = new URL(receiver.url);
    const answer = await createPost()(request(`${origin}:${port}/in`));
    expect(answer).toMatchObject({ status: null, isSent: false });
    expect(answer.error).toMatch(/not one of the internet|ENOTFOUND|EAI_AGAIN/);
    expect(receiver.requests).toEqual([]);
  });

  test.each([
    ['a private address', ['10.1.2.3']],
    ['this machine', ['127.0.0.1']],
    ['this machine by IPv6', ['::1']],
    ['an IPv4 address within IPv6', ['::ffff:127.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
  ])('a name that leads to %s is refused after it was looked up', async (_, addresses) => {
    const receiver = await startReceiver();
    const { port } = new URL(receiver.url);
    const answer = await createPost(resolving(...addresses))(request(`http://shop.example:${port}/in`));
    expect(answer).toMatchObject({ status: null, isSent: false });
    expect(answer.error).toContain('The address of shop.example is not one of the internet');
    expect(receiver.requests).toEqual([]);
  });

  test('of a name with several addresses only those of the internet are connected to', async () => {
    const receiver = await startReceiver();
    const { port } = new URL(receiver.url);
    // An address of the internet from which nothing comes back here: whether it is refused or hangs depends on the machine.
    const post = createPost(resolving('127.0.0.1', '203.0.113.1', '8.8.8.8'));
    const answer = await post({ ...request(`http://shop.example:${port}/in`), timeout: 300 });
    expect(answer.error).not.toContain('not one of the internet');
    expect(receiver.requests).toEqual([]);
  });

  test('a name is looked up once, so that a second answer cannot lead elsewhere', async () => {
    const asked: string[] = [];
    const post = createPost((name, options, callback) => {
      asked.push(name);
      // A name whose next answer is this machine.
      resolving(asked.length === 1 ? '10.0.0.1' : '127.0.0.1')(name, options, callback);
    });
    const receiver = await startReceiver();
    await post(request(`http://shop.example:${new URL(receiver.url).port}/`));
    expect(asked).toEqual(['shop.example']);
    expect(receiver.requests).toEqual([]);
  });

  test('a webhook to this machine is sent only with localReceivers', async () => {
    const receiver = await startReceiver();
    const url = `https://127.0.0.1:${new URL(receiver.url).port}/in`;
    const { store, deliver, rows } = await outboxFor({
      businesses: withWebhooks(webhook({ url })),
      localReceivers: false,
    });
    await store.put([abandoned()]);
    await deliver();
    expect((await rows())[0]?.last_error).toContain('the option localReceivers allows it');
    expect(receiver.requests).toEqual([]);
    await expect(
      outboxFor({ businesses: withWebhooks(webhook({ url: receiver.url })), localReceivers: false }),
    ).rejects.toThrow('businesses.xy76ks.webhooks.mails.url');
  });

  test('a redirect to another place is answered as it is', async () => {
    const receiver = await startReceiver();
    const server = createServer((_request, response) =>
      response.writeHead(302, { Location: receiver.url }).end('moved'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEnd(() => server.close());
    const { port } = server.address() as AddressInfo;
    const answer = await createPost()({ ...request(`http://127.0.0.1:${port}/`), mayBeLocal: true });
    expect(answer).toMatchObject({ status: 302, text: 'moved', isSent: true });
    expect(receiver.requests).toEqual([]);
  });
});

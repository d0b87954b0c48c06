// @vitest-environment node
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { Webhook as Verifier } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { aBatch, anEvent, atEnd, business, shop } from './support/collector-harness.ts';
import { certificate, certificateKey } from './support/certificate.ts';
import { collectorProcess } from './support/collector-process.ts';
import { databaseFile } from './support/database-file.ts';
import { secret, webhook } from './support/webhooks.ts';

test('the command delivers by https to a certificate that it trusts, and to no other', async () => {
  const received: { headers: Record<string, string>; body: string }[] = [];
  const receiver = createServer({ cert: certificate, key: certificateKey }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  atEnd(() => receiver.close());
  const { port } = receiver.address() as AddressInfo;

  const database = await databaseFile();
  const path = join(dirname(database), 'collector.json');
  const trusted = join(dirname(database), 'trusted.pem');
  await writeFile(trusted, certificate);
  const webhooks = [webhook({ url: `https://127.0.0.1:${port}/in`, actions: ['cart.added'] })];
  const businesses = { [business]: { name: 'Demo', origins: [shop], webhooks } };
  await writeFile(path, JSON.stringify({ database, token: 'a-token-of-tests', localReceivers: true, businesses }));

  const start = (environment: NodeJS.ProcessEnv) => collectorProcess(['--config', path], environment);
  const list = async (url: string) => {
    const headers = { Authorization: 'Bearer a-token-of-tests' };
    const answer = await fetch(`${url}/inspector/api/webhooks`, { headers });
    return ((await answer.json()) as { webhooks: Record<string, unknown>[] }).webhooks[0];
  };

  const event = anEvent();
  const stranger = await start({});
  await fetch(`${stranger.endpoint}?b=${business}`, {
    method: 'POST',
    headers: { Origin: shop },
    body: JSON.stringify(aBatch([event])),
  });
  await expect
    .poll(async () => (await list(stranger.url))?.last_error, { timeout: 15_000 })
    .toMatch(/self-signed certificate/);
  expect(received).toEqual([]);
  stranger.kill('SIGTERM');
  await stranger.ended;

  const friend = await start({ NODE_EXTRA_CA_CERTS: trusted });
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1);
  expect(received[0]?.headers['webhook-id']).toBe(`evt_${event.id}`);
  new Verifier(secret).verify(received[0]?.body ?? '', received[0]?.headers ?? {});
  await expect.poll(() => list(friend.url)).toMatchObject({ waiting: 0, last_status: 200 });
  for (const { output, errors } of [stranger.read(), friend.read()]) expect(output + errors).not.toContain('whsec_');
});

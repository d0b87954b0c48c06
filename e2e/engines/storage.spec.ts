import type { Response } from '../../src/types/tracker.ts';
import { toDocument } from '../support/page-server.ts';
import { callToTheEnd, scriptTag } from '../support/tracked-page.ts';
import { expect, test } from './support/fixtures.ts';
import { eventually, openShop, openTab, track, trackOnly } from './support/shop.ts';

test('a sandboxed frame without storage and cookies reports all the same', async ({ driver, site, collector }) => {
  // The frame obeys messages, so no driver has to reach into it.
  const obey = `<script>
    addEventListener('message', ({ data }) =>
      (${String(callToTheEnd)})({ method: 'track', name: 'test.done', values: { object: data } }).then((answer) => parent.postMessage(JSON.stringify(answer), '*')));
  </script>`;
  site.add('/inner', toDocument({ head: scriptTag(collector, { attributes: '' }), body: obey }));
  const tab = await driver.open();
  await tab.goto(site.add('/', toDocument({ body: '<iframe sandbox="allow-scripts" src="/inner"></iframe>' })));
  const answer = await tab.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('message', ({ data }) => resolve(String(data)));
        document.querySelector('iframe')?.contentWindow?.postMessage('1', '*');
      }),
  );
  expect(JSON.parse(answer) as Response).toMatchObject({ succeeded: true, stored: false });
  await tab.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage('2', '*'));
  // Navigate instead of closing: nothing is stored, and a busy browser may lose what the frame of a closing tab sends.
  await tab.goto(site.add('/plain', toDocument({})));
  await eventually(() => collector.stored().actions()).toEqual(['page.viewed', 'test.done', 'test.done']);
  const sessions = new Set((await collector.stored().rows()).map(({ session }) => session));
  expect(sessions.size, 'one session, kept in memory').toBe(1);
  expect([...sessions][0]).toBeTruthy();
  expect(collector.requests().events, 'everything was sent once').toBe(3);
});

test('no event is lost where reading storage and cookies throws', async ({ driver, site, collector }) => {
  const refuse = `<script>
    { const refuse = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
      Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse }); }
  </script>`;
  const shop = openShop(site, collector, { head: refuse });
  const tab = await openTab(driver, shop.url);
  expect(await track(tab, '1')).toMatchObject({ succeeded: true, stored: false });
  await trackOnly(tab, ['2', '3']);
  await tab.goto(shop.plain);
  await eventually(() => collector.stored().objects()).toEqual(['1', '2', '3']);
  await eventually(() => collector.stored().views()).toEqual(['/shop']);
  expect(new Set((await collector.stored().rows()).map(({ session }) => session)).size).toBe(1);
  expect(collector.requests().events, 'everything was sent once').toBe(4);
});

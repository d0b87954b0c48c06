import { numbers } from '../support/tracked-page.ts';
import type { Tab } from './support/driver.ts';
import { expect, test } from './support/fixtures.ts';
import type { RestartableCollector } from './support/restartable-collector.ts';
import {
  byNumber,
  countQueued,
  eventually,
  hasDelivered,
  hasNothingQueued,
  openShop,
  openTab,
} from './support/shop.ts';

declare global {
  interface Window {
    /** The drops that the page was notified of, as `reason object`. */
    said: string[];
    /** For each delivered event, the number of the page's own tasks that had run by then. */
    turns: number[];
    /** The largest number of events that waited at once. */
    most: number;
  }
}

const MOST_EVENTS = 1_500;

/** Lets the page record its dropped events. */
const note = (tab: Tab) =>
  tab.evaluate(() => {
    window.said = [];
    window.vitrina.on('dropped', (event, reason) => window.said.push(`${reason} ${event.object}`));
  });

/** Expects that the collector has stored each object exactly once. */
const storedOnce = async (collector: RestartableCollector, objects: string[]) => {
  await eventually(async () => (await collector.stored().objects()).length).toBeGreaterThanOrEqual(objects.length);
  expect(byNumber(await collector.stored().objects())).toEqual(byNumber(objects));
};

test('a thousand calls in one task leave in at most twenty requests, and the tasks of the page run between them', async ({
  driver,
  site,
  collector,
}) => {
  const tab = await openTab(driver, openShop(site, collector).url);
  await hasDelivered(tab, collector);
  await note(tab);
  const { posts } = collector.requests();
  // A slow collector leaves time between two answers.
  collector.fault({ kind: 'slow', milliseconds: 40 });
  const waiting = await tab.evaluate(
    (objects) =>
      new Promise<number>((resolve) => {
        let turn = 0;
        const taskOfThePage = () => {
          turn++;
          if (window.turns.length < objects.length) setTimeout(taskOfThePage);
        };
        window.turns = [];
        window.vitrina.on('delivered', () => window.turns.push(turn));
        for (const [index, object] of objects.entries()) {
          if (index === 500) {
            setTimeout(() => {
              resolve(Object.keys(localStorage).filter((key) => /^vitrina:1:\w+:[^~]/.test(key)).length);
              taskOfThePage();
            });
          }
          void window.vitrina.track('test.done', { object });
        }
      }),
    numbers(1_000),
  );
  expect(waiting, 'a task queued in the middle of the loop does not have to wait for the delivery').toBe(1_000);

  await storedOnce(collector, numbers(1_000));
  await hasNothingQueued(tab);
  const requests = collector.requests();
  expect(requests.posts - posts).toBeLessThanOrEqual(20);
  expect(requests.events, 'everything was sent once').toBe(1_001);
  const turns = new Set(await tab.evaluate(() => window.turns));
  expect(turns.size, 'the page had its turn between any two answers').toBe(requests.posts - posts);
  expect(await tab.evaluate(() => window.said)).toEqual([]);
});

test('the order and the newest of ten thousand calls in one task arrive, and every other call is reported as dropped', async ({
  driver,
  site,
  collector,
}) => {
  const tab = await openTab(driver, openShop(site, collector).url);
  await hasDelivered(tab, collector);
  await note(tab);
  const failures = await tab.evaluate(async (objects) => {
    const answers = [window.vitrina.track('order.placed', { object: 'order-1' })];
    for (const object of objects) answers.push(window.vitrina.track('test.done', { object }));
    const told = Object.keys(localStorage).filter((key) => /^vitrina:1:\w+:[^~]/.test(key)).length;
    const failed = (await Promise.all(answers)).filter((answer) => answer.failed);
    return { told, types: failed.map(({ errors }) => errors[0]?.type) };
  }, numbers(10_000));
  expect(failures.told, 'the cap holds').toBe(MOST_EVENTS);

  const room = MOST_EVENTS - 1;
  const lost = numbers(10_000 - room);
  expect(await tab.evaluate(() => window.said)).toEqual(lost.map((object) => `queue_full ${object}`));
  expect(failures.types, 'whoever awaits a call hears it too').toEqual(lost.map(() => 'queue_full'));
  await storedOnce(collector, numbers(room, 10_000 - room + 1));
  expect(await collector.stored().objects('order.placed')).toEqual(['order-1']);
  await hasNothingQueued(tab);
  expect(collector.requests().events, 'everything was sent once').toBe(1 + MOST_EVENTS);
});

test('the cap holds under ten thousand calls in many tasks, and each event is stored once or reported as dropped', async ({
  driver,
  site,
  collector,
}) => {
  const tab = await openTab(driver, openShop(site, collector).url);
  await hasDelivered(tab, collector);
  await note(tab);
  collector.fault({ kind: 'slow', milliseconds: 50 });
  await tab.evaluate(async (objects) => {
    window.most = 0;
    for (let next = 0; next < objects.length; next += 250) {
      for (const object of objects.slice(next, next + 250)) void window.vitrina.track('test.done', { object });
      const waiting = Object.keys(localStorage).filter((key) => /^vitrina:1:\w+:[^~]/.test(key)).length;
      window.most = Math.max(window.most, waiting);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }, numbers(10_000));
  expect(await tab.evaluate(() => window.most)).toBe(MOST_EVENTS);
  collector.fault(null);
  await hasNothingQueued(tab);
  expect(await countQueued(tab)).toBe(0);

  const dropped = await tab.evaluate(() => window.said);
  const reasons = new Set(dropped.map((entry) => entry.split(' ')[0]));
  expect([...reasons]).toEqual(['queue_full']);
  const said = new Set(dropped.map((entry) => String(entry.split(' ')[1])));
  expect(said.size, 'each is said once').toBe(dropped.length);
  await storedOnce(
    collector,
    numbers(10_000).filter((object) => !said.has(object)),
  );
  expect(collector.requests().events, 'everything was sent once').toBe(1 + 10_000 - said.size);
});

import fc from 'fast-check';
import type { Page } from './fake-page.ts';
import { EVERY_FAULT, HEALTHY } from './fake-server.ts';
import type { Fault, Poison } from './fake-server.ts';
import { crash, goBack, hide, leave, navigate, restart, show } from './page-actions.ts';
import type { World } from './world.ts';

/** One step of a story; `say` is its line in a trace. */
export interface Command {
  say: string;
  run: (world: World) => Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const toCommand = (say: string, run: Command['run']): Command => ({ say, run });

/** A step that concerns the open page of a tab. It does nothing if the tab has none. */
const inTab = (tab: number, say: string, run: (world: World, page: Page) => Promise<unknown>): Command =>
  toCommand(`tab ${'ABC'[tab]} ${say}`, async (world) => {
    const page = world.tabs[tab];
    if (page) await run(world, page);
  });

const tabs = fc.constantFrom(0, 0, 0, 1, 1, 2);
const counts = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 3, arbitrary: fc.integer({ min: 2, max: 9 }) },
);
const actions = fc.constantFrom('cart.added', 'page.viewed', 'product.viewed', 'order.placed', 'user.identified');
const sizes = fc.constantFrom(20, 20, 20, 400, 3_000, 9_000, 25_000, 70_000);
const poisons = fc.constantFrom<Poison>('named', 'silent', 'filtered');

const track = (tab: number, count: number, action: string, size: number, poison?: Poison) => {
  const what = `${poison ? `${poison} poison` : action} of ${size} characters`;
  return inTab(tab, `tracks ${count > 1 ? `${count} × ` : ''}${what}`, (world, page) =>
    world.run(page, () => {
      if (poison) world.meet(`poison: ${poison}`);
      for (let index = 0; index < count && !page.gone; index++) world.track(page, action, size, poison);
    }),
  );
};

const say = (ms: number): string => {
  const [unit, name] =
    ms < SECOND ? [1, 'ms'] : ms < MINUTE ? [SECOND, 's'] : ms < HOUR ? [MINUTE, 'min'] : [HOUR, 'h'];
  return `${Math.round((ms / unit) * 10) / 10} ${name}`;
};

const leavings = fc.record({ hiddenFirst: fc.boolean(), isKept: fc.boolean(), requestsSurvive: fc.boolean() });
const faults = fc.constantFrom(...EVERY_FAULT);
const delays = fc.constantFrom(1, 30, 300, 3_000, 8_000);
const outages = fc.constantFrom<Fault>(...EVERY_FAULT.filter((fault) => fault !== HEALTHY), HEALTHY, HEALTHY, HEALTHY);

export const trackSome = fc.tuple(tabs, counts, actions, sizes).map((values) => track(...values));
export const trackPoison = fc
  .tuple(tabs, counts, actions, fc.constantFrom(20, 400), poisons)
  .map((values) => track(...values));
export const trackMany = fc
  .tuple(
    tabs,
    fc.constantFrom<[number, number]>([30, 20], [45, 60], [110, 20], [7, 240_000], [20, 48_000], [60, 15_000]),
    actions,
  )
  .map(([tab, [count, size], action]) => track(tab, count, action, size));

const pass = (ms: number) => toCommand(`${say(ms)} pass`, (world) => world.advance(ms));
/** Longer than the wait after a business is switched off. */
export const passDay = fc.constant(pass(25 * HOUR));
export const passTime = fc
  .oneof(
    { weight: 16, arbitrary: fc.constantFrom(1, 20, 200, SECOND, 2 * SECOND, 5 * SECOND, 12 * SECOND, 31 * SECOND) },
    { weight: 4, arbitrary: fc.constantFrom(61 * SECOND, 6 * MINUTE) },
    { weight: 1, arbitrary: fc.constant(2 * HOUR) },
  )
  .map(pass);

export const planAnswer = fc
  .tuple(faults, delays)
  .map(([fault, delay]) =>
    toCommand(`the next request ${fault}, within ${say(delay)}`, async ({ server }) => server.plan(fault, delay)),
  );
/** Switches the business off for good. A second such answer empties the queue. */
export const switchOff = fc.constant(
  toCommand('the business is switched off', async ({ server }) => server.become('is answered 410, off')),
);
export const changeServer = outages.map((fault) =>
  toCommand(`from now on each request ${fault}`, async ({ server }) => server.become(fault)),
);

export const breakStorage = fc
  .tuple(fc.nat(12), fc.constantFrom(1, 1, 2, 6, 40))
  .map(([healthy, failing]) =>
    toCommand(`storage fails ${failing} times after ${healthy} calls`, async ({ storage }) =>
      storage.failAfter(healthy, failing),
    ),
  );
export const fillStorage = fc
  .constantFrom(0, 100, 5_000)
  .map((left) => toCommand(`storage is full but for ${left} characters`, async ({ storage }) => storage.fillUp(left)));
export const healStorage = fc.constant(toCommand('storage works again', async ({ storage }) => storage.heal()));

export const hideTab = tabs.map((tab) => inTab(tab, 'is hidden', hide));
export const showTab = tabs.map((tab) => inTab(tab, 'is shown', show));
export const flushTab = tabs.map((tab) =>
  inTab(tab, 'flushes', async (world, page) => {
    world.waits.hurry();
    world.waits.allow(5);
    await world.run(page, () => void page.client.flush());
  }),
);
const how = ({
  hiddenFirst,
  isKept,
  requestsSurvive,
}: {
  hiddenFirst: boolean;
  isKept: boolean;
  requestsSurvive: boolean;
}) =>
  [hiddenFirst && 'first hidden', isKept && 'can come back', requestsSurvive && 'its requests survive']
    .filter(Boolean)
    .join(', ');
export const openTab = tabs.map((tab) =>
  toCommand(`tab ${'ABC'[tab]} opens a page, if it has none`, async (world) => {
    if (!world.tabs[tab]) await world.open(tab);
  }),
);
export const navigateTab = fc
  .tuple(tabs, leavings)
  .map(([tab, leaving]) =>
    inTab(tab, `goes to another page (${how(leaving)})`, (world, page) => navigate(world, page, leaving)),
  );
export const closeTab = fc
  .tuple(tabs, leavings)
  .map(([tab, leaving]) => inTab(tab, 'is closed', (world, page) => leave(world, page, { ...leaving, isKept: false })));
export const goBackInTab = tabs.map((tab) => inTab(tab, 'goes back', goBack));
export const restartTab = tabs.map((tab) => inTab(tab, 'stops its tracker and starts another', restart));
export const crashTab = fc
  .tuple(tabs, fc.boolean())
  .map(([tab, survive]) =>
    inTab(tab, `crashes${survive ? ', its requests survive' : ''}`, (world, page) => crash(world, page, survive)),
  );
export const crashTabLater = fc
  .tuple(tabs, fc.nat(20))
  .map(([tab, calls]) =>
    inTab(
      tab,
      `is going to crash after ${calls} calls to storage or network`,
      async (_, page) => void (page.callsLeft = calls),
    ),
  );

export const jump = fc
  .constantFrom(-HOUR, -365 * DAY, -20 * SECOND, 20 * SECOND, 2 * HOUR, 8 * DAY, 400 * DAY)
  .map((ms) =>
    toCommand(
      `the clock is set ${say(Math.abs(ms))} ${ms < 0 ? 'back' : 'forward'}`,
      async ({ clock, verdicts, waits, order }) => {
        clock.jump(ms);
        for (const rules of [verdicts, waits, order]) rules.doubt();
      },
    ),
  );
export const changeNetwork = fc.boolean().map((online) =>
  toCommand(online ? 'the network comes back' : 'the network goes away', async (world) => {
    if (online === world.isOnline()) return;
    world.setOnline(online);
    if (!online) return;
    world.waits.hurry();
    world.waits.allow(10);
    for (const page of world.tabs) if (page) await world.run(page, page.client.online);
  }),
);

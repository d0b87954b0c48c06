import type { Page } from './fake-page.ts';
import type { Tracked } from './ledger.ts';
import { navigate, show } from './page-actions.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Ends all faults and lets the open pages go on. Afterwards no event may be left in a queue or missing on the server. */
export const calmDown = async (world: World) => {
  const { storage, server, ledger, order } = world;
  world.log('(from here on everything works)');
  storage.heal();
  server.calm();
  for (const page of world.kept.flat()) world.end(page, false);
  if (!world.tabs.some((page) => page)) await world.open(0);
  world.setOnline(true);
  for (const page of world.tabs) {
    if (!page) continue;
    page.callsLeft = Infinity;
    // If a page assumes an ad blocker, only the next page sends again.
    const leaving = { hiddenFirst: true, isKept: false, requestsSurvive: true };
    if (world.waits.mayBeBlocked()) await navigate(world, page, leaving);
    // The visitor returns to each tab. A page that is shown looks for the events that other pages have left.
    else await show(world, page);
  }

  const missing = () =>
    [...ledger.events.values()].filter(({ id, isOwed, drops }) => isOwed && !drops.length && !server.stored.has(id));
  // A page need not know that another page has delivered or dropped an event.
  const isOpen = ({ isAcknowledged, drops }: Tracked) => !isAcknowledged && !drops.length;
  const heldBy = (page: Page | undefined) => (page ? order.heldBy(page).filter(isOpen) : []);
  const isQuiet = () => !storage.texts().size && !world.tabs.some((page) => heldBy(page).length);

  for (let round = 0; round < 60 && world.check(); round++) {
    // A refused event is dropped only after another event was accepted.
    for (const page of world.tabs) if (page) await world.run(page, () => world.track(page, 'cart.viewed', 50));
    await world.advance(round < 12 ? 10 * MINUTE : 2 * HOUR);
    if (isQuiet()) break;
  }
  if (!world.check()) return;
  for (const { label, page } of missing())
    world.report(`${label} of ${page.name} is neither stored by the server nor dropped`);
  for (const [id] of storage.texts()) world.report(`${ledger.label(id)} stays in storage for ever`);
  for (const page of world.tabs) {
    for (const { label } of heldBy(page)) world.report(`${page?.name} holds ${label} for ever`);
  }
  for (const key of storage.area.keys()) if (!/~(wait$|left)/.test(key)) world.report(`the key ${key} is left over`);
};

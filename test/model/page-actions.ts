import type { StoredWait } from '../../src/delivery/retry-wait.ts';
import { PREFIX } from './client.ts';
import type { Page } from './fake-page.ts';
import type { World } from './world.ts';

/** The steps that visitors and browsers do with pages. */

/** Hides a page that stays open. */
export const hide = async (world: World, page: Page) => {
  if (!page.isVisible) return;
  page.isVisible = false;
  world.waits.allow(10);
  await world.run(page, page.client.hidden);
};

export const show = async (world: World, page: Page) => {
  page.isVisible = true;
  world.waits.begin();
  await world.run(page, page.client.shown);
};

/** Whether the next page may take what this one has just sent for arrived. */
const isTrusted = (world: World, page: Page): boolean => {
  const text = world.storage.area.get(`${PREFIX}~wait`) ?? '{}';
  const { failures, proven } = JSON.parse(text) as Partial<StoredWait>;
  const isAlone = world.tabs.every((other) => !other || other === page);
  const isWorking = world.isOnline() && !!proven && !failures && !world.waits.isSecluded(page);
  return isAlone && isWorking && !world.forgetsLeft();
};

/** Fires the events of a closing page in one task. The order of `hidden` and `pagehide` differs between runs. */
const farewell = async (world: World, page: Page, hiddenFirst: boolean) => {
  world.waits.allow(15);
  world.forgetsLeft();
  const wasVisible = page.isVisible;
  page.isVisible = false;
  await world.run(page, () => {
    if (wasVisible && hiddenFirst) page.client.hidden();
    page.client.hide();
    if (!page.gone) world.order.left(page, isTrusted(world, page));
    if (wasVisible && !hiddenFirst) page.client.hidden();
  });
};

export interface Leaving {
  hiddenFirst: boolean;
  /** Puts the page into the back/forward cache, if the browser can keep it. */
  isKept: boolean;
  requestsSurvive: boolean;
}

/** Leaves the page, which either enters the back/forward cache or ends. */
export const leave = async (world: World, page: Page, { hiddenFirst, isKept, requestsSurvive }: Leaving) => {
  await farewell(world, page, hiddenFirst);
  if (page.gone) return;
  const tab = world.tabs.indexOf(page);
  // Chromium does not keep a page that holds a lock (2026-11).
  const canBeKept = isKept && !page.lock && tab >= 0;
  if (canBeKept) {
    page.frozen = true;
    for (const request of page.open) request.isLost = !request.arrived && !requestsSurvive;
    world.kept[tab]?.push(page);
    world.tabs[tab] = undefined;
    world.meet('kept in the back/forward cache');
  } else world.end(page, requestsSurvive);
};

export const navigate = async (world: World, page: Page, leaving: Leaving) => {
  const tab = world.tabs.indexOf(page);
  await leave(world, page, leaving);
  await world.open(tab);
};

/** Goes back to the page that is in the tab's back/forward cache, if there is one. */
export const goBack = async (world: World, page: Page) => {
  const tab = world.tabs.indexOf(page);
  const before = world.kept[tab]?.pop();
  if (!before) return;
  await leave(world, page, { hiddenFirst: true, isKept: false, requestsSurvive: true });
  before.frozen = false;
  world.tabs[tab] = before;
  world.log(`${before.name} comes back`);
  world.meet('came back');
  await show(world, before);
};

/** Stops the tracker and starts a new one, as a hot reload does. */
export const restart = async (world: World, page: Page) => {
  const tab = world.tabs.indexOf(page);
  world.forgetsLeft();
  await world.run(page, () => {
    page.client.stop();
    if (page.gone) return;
    page.isStopped = true;
    world.order.left(page, isTrusted(world, page));
    world.ledger.letOff(page);
  });
  await world.open(tab);
};

export const crash = async (world: World, page: Page, requestsSurvive: boolean) => {
  world.log(`${page.name} crashes`);
  world.end(page, requestsSurvive);
};

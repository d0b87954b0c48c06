import type { Page } from 'playwright-core';
import { CannotLook } from './cannot-look.js';
import type { Evidence, Look } from './evidence.js';
import { isLoaded, loadOf } from './evidence.js';
import type { InPage, Sight } from './sight.js';

/** How long the check waits for what may still come, in ms. */
const POLL = 150;
/** A tag manager adds its tags after the page has loaded. */
const NO_TAG = 5_000;
/** The browser runs a script that it has. */
const NO_SCRIPT = 1_200;
/** The script says after 3 s that it has no id; until then the page may call `initialize`. */
const NO_ID = 3_200;
/** Facts of weaker sources wait 1.5 s for better ones, and a batch one second. */
const NO_EVENT = 4_000;
/** How long the reason of a failure is waited for. */
const NO_REASON = 3_000;
/** A request is given up by the client after 10 s. */
const NO_ANSWER = 12_000;

/** Looks at the page; `undefined` while it changes to another one. */
const look = async (page: Page): Promise<Sight | undefined> => {
  const read = () => (window as unknown as { vitrinaCheck: InPage }).vitrinaCheck.look();
  const sight = await page.evaluate(read).catch(() => undefined);
  if (!sight) return undefined;
  // The pixel of Shopify runs in a frame.
  for (const frame of page.frames().filter((frame) => frame !== page.mainFrame())) {
    const inner = await frame.evaluate(read).catch(() => undefined);
    if (inner) sight.requests.push(...inner.requests);
  }
  return sight;
};

const isAnswered = ({ requests }: Sight) =>
  requests.length > 0 &&
  requests.every(({ status, hasFailed, isBeacon }) => isBeacon || status !== undefined || hasFailed);

/** Whether the browser has said why each request failed that has: it does so a moment later. */
const isExplained = ({ requests, violations }: Sight, { loads }: Evidence) =>
  requests.every(
    (request) =>
      !request.hasFailed ||
      violations.some(({ address }) => address.startsWith(new URL(request.endpoint).origin)) ||
      loads.some(({ address, failure }) => address === request.address && failure !== undefined),
  );

const hasFailed = ({ sight: { requests } }: Look) =>
  requests.some((request) => request.hasFailed || (request.status ?? 200) >= 300);

/** Whether nothing more is to be expected after `ms` milliseconds. */
const isSettled = (
  sight: Sight,
  { evidence, ms, isQuiet, wanted }: { evidence: Evidence; ms: number; isQuiet: boolean; wanted?: string },
): boolean => {
  const { tags, tracker, requests, queued } = sight;
  if (!tags[0] && !requests[0] && tracker.kind === 'none') return isQuiet ? ms > 800 : ms > NO_TAG;
  if (tags[0] && tags.every(({ address }) => !isLoaded(loadOf(evidence, address)))) return true;
  if (tags.some(({ refusal, heldBy }) => refusal || heldBy) && !tracker.isInitialized) return ms > 500;
  // A script that has run has left its object, so only a network that is still busy is a reason to wait for it.
  if (tags[0] && !tracker.isInitialized) return ms > (isQuiet && tracker.kind !== 'vitrina' ? NO_SCRIPT : NO_ID);
  if (tracker.consent && tracker.consent !== 'granted') return ms > 300;
  if (ms > NO_ANSWER) return true;
  const isThere =
    wanted === undefined ||
    [...requests.flatMap(({ events }) => events), ...queued].some(({ action }) => action === wanted);
  if (!isThere && ms < NO_EVENT) return false;
  // After a failure the client waits, on the pages that follow too.
  return isAnswered(sight) || (!requests[0] && (evidence.looks.some(hasFailed) || ms > NO_EVENT));
};

/** Waits until the page has said what it has to say, and returns what was seen of it. */
export const settle = async (page: Page, evidence: Evidence, wanted?: string): Promise<Sight> => {
  const began = Date.now();
  let isQuiet = false;
  let settledAt: number | undefined;
  page.waitForLoadState('networkidle', { timeout: NO_ANSWER }).then(
    () => (isQuiet = true),
    () => {},
  );
  for (;;) {
    const sight = await look(page);
    const ms = Date.now() - began;
    if (sight && isSettled(sight, { evidence, ms, isQuiet, wanted })) {
      settledAt ??= ms;
      if (isExplained(sight, evidence) || ms - settledAt > NO_REASON) return sight;
    }
    if (!sight && ms > 2 * NO_ANSWER) throw new CannotLook('The page is so busy that it does not answer.');
    await page.waitForTimeout(POLL);
  }
};

/** The events of a sight that no earlier look has seen. */
export const newEvents = (sight: Sight, looks: Look[]) => {
  const known = new Set(looks.flatMap(({ events }) => events.map(({ id }) => id)));
  const found = new Map(
    [...sight.requests.flatMap(({ events }) => events), ...sight.queued].map((event) => [event.id, event]),
  );
  // Ids are ordered by time.
  return [...found.values()].filter(({ id }) => !known.has(id)).sort((one, other) => (one.id < other.id ? -1 : 1));
};

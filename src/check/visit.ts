import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { redactUrl } from '../privacy/redact-url.js';
import { CannotLook } from './cannot-look.js';
import type { Evidence, Look } from './evidence.js';
import { firstSight, mainTag } from './evidence.js';
import { holdWorkers } from './hold-workers.js';
import { newEvents, settle } from './settle.js';
import type { InPage, Step } from './sight.js';
import { watchNetwork } from './watch-network.js';

export interface VisitOptions {
  address: URL;
  /** An address of a product, where the first page does not lead to one. */
  product?: string;
  /** Puts the product into the cart. */
  isAdding: boolean;
  /** Answers the question about consent with yes. */
  isGranting: boolean;
  /** Lets the events through. */
  isSending: boolean;
  /** Accepts certificates that browsers do not. */
  isInsecure: boolean;
  /** Milliseconds for one page. */
  timeout: number;
  version: string;
}

/** Is told what goes on. */
export interface Listener {
  opening: (step: Step, address: string) => void;
  seen: (look: Look, evidence: Evidence) => void;
  skipped: (step: Step, reason: string) => void;
}

/** How long the last page may take to end and to send what it has left, in ms. */
const LEAVING = 500;
const IN_PAGE = new URL('./in-page.js', import.meta.url);
const OWN_FILE = /\/vitrina[\w.-]*\.js(\?|#|$)/;
const COMPLAINT = /^vitrina: |^(TypeError: )?\w+ must be .+; got /;

/** The window of a page with the check's own script. */
type Watched = Window & { vitrinaCheck: InPage };
/** What to do once a page has settled; returns what is to be expected then. */
type Next = () => Promise<{ wanted?: string; added?: boolean }>;

const shown = (address: string) => redactUrl(address, address, []);

const credentialsOf = ({ username, password }: URL) => ({
  username: decodeURIComponent(username),
  password: decodeURIComponent(password),
});

/** Opens a page, and throws where there is none. */
const open = async (page: Page, address: string, timeout: number): Promise<string> => {
  const response = await page.goto(address, { waitUntil: 'domcontentloaded', timeout }).catch((error: Error) => {
    const [, reason = error.message.split('\n')[0]] = /(net::\w+)/.exec(error.message) ?? [];
    throw new CannotLook(`${shown(address)} could not be opened: ${reason}.`);
  });
  const status = response?.status() ?? 0;
  if (status >= 400) throw new CannotLook(`${shown(address)} answered ${status}, so there is no page to look at.`);
  const type = response?.headers()['content-type'] ?? '';
  if (type && !/html/.test(type)) throw new CannotLook(`${shown(address)} is no page: its type is ${type}.`);
  return (await response?.text().catch(() => '')) ?? '';
};

/** Visits the first page, a product and the cart, and returns what was seen. It never goes to the checkout. */
export const visit = async (browser: Browser, options: VisitOptions, listener: Listener): Promise<Evidence> => {
  const { address, timeout, isSending, version } = options;
  const { username } = address;
  const context = await browser.newContext({
    ignoreHTTPSErrors: options.isInsecure,
    // Requests of a service worker would go past the check's own script.
    serviceWorkers: 'block',
    ...(username && { httpCredentials: { ...credentialsOf(address), origin: address.origin } }),
  });
  try {
    const page = await context.newPage();
    const loads = await watchNetwork(await context.newCDPSession(page), (url) => OWN_FILE.test(url));
    const evidence: Evidence = {
      ...{ origin: address.origin, looks: [], inHtml: new Set<string>(), complaints: [], version, isSending },
      get loads() {
        return loads();
      },
    };
    const hear = (text: string) => COMPLAINT.test(text) && evidence.complaints.push(text);
    page.on('console', (message) => hear(message.text()));
    page.on('pageerror', ({ message }) => hear(message));
    if (!isSending) await holdWorkers(context);
    await context.addInitScript(`window.vitrinaCheck = { isSending: ${isSending} };\n${readFileSync(IN_PAGE, 'utf8')}`);

    const go: Around['go'] = async (step, to, wanted, next) => {
      listener.opening(step, to);
      const html = await open(page, to, timeout);
      let sight = await settle(page, evidence, wanted);
      if (step === 'first') {
        evidence.origin = new URL(sight.address).origin;
        for (const tag of sight.tags)
          if (html.includes(new URL(tag.address).pathname)) evidence.inHtml.add(tag.address);
      }
      const after = await next?.();
      if (after?.wanted) sight = await settle(page, evidence, after.wanted);
      const look: Look = { step, sight, events: newEvents(sight, evidence.looks), added: after?.added };
      evidence.looks.push(look);
      if (step === 'first') await ask(page, evidence);
      listener.seen(look, evidence);
    };

    const plain = new URL(address);
    plain.username = plain.password = '';
    await go('first', plain.href, 'page.viewed', async () => {
      if (!options.isGranting) return {};
      await page.evaluate(() => (window as unknown as Watched).vitrinaCheck.grant());
      return { wanted: 'page.viewed' };
    });
    if (!firstSight(evidence).tracker.isInitialized && !firstSight(evidence).requests[0]) return evidence;
    await lookAround({ page, evidence, options, listener, go });
    // What the last page sends as it ends should not be lost with the browser: the page may end only after the next one is there, and
    // no signal says that a request of an ended page has arrived (Chromium 156, 2026-11).
    await page.goto('about:blank').catch(() => {});
    await page.waitForTimeout(LEAVING);
    return evidence;
  } finally {
    await context.close();
  }
};

/** Asks the endpoint with a batch that holds no event, where the page has a reason to send none. */
const ask = async (page: Page, evidence: Evidence): Promise<void> => {
  const { tracker, requests } = firstSight(evidence);
  const { id, options } = mainTag(evidence) ?? {};
  const { endpoint, credentials, destination } = options ?? {};
  if (!tracker.isInitialized || requests[0] || destination !== undefined || !id || typeof endpoint !== 'string') return;
  const given = [new URL(endpoint, page.url()).href, id, credentials === true] as const;
  evidence.asked = await page.evaluate((given) => (window as unknown as Watched).vitrinaCheck.ask(...given), given);
};

interface Around {
  page: Page;
  evidence: Evidence;
  options: VisitOptions;
  listener: Listener;
  go: (step: Step, to: string, wanted?: string, next?: Next) => Promise<void>;
}

/** A product and the cart. A page that cannot be opened is told, and is no reason to stop. */
const lookAround = async ({ page, evidence, options, listener, go }: Around): Promise<void> => {
  const first = firstSight(evidence);
  const product = options.product ?? (first.isProduct ? first.address : first.productLink);
  const tolerant = async (step: Step, task: () => Promise<void>) =>
    task().catch((error: unknown) => {
      if (!(error instanceof CannotLook)) throw error;
      listener.skipped(step, error.message);
    });
  if (!product) {
    listener.skipped(
      'product',
      'The page leads to no product that the check knows; give the address of one with --product.',
    );
  } else {
    const press: Next = async () => {
      const added = await page.evaluate(() => (window as unknown as Watched).vitrinaCheck.addToCart());
      return { added, wanted: added ? 'cart.added' : undefined };
    };
    await tolerant('product', () =>
      go('product', new URL(product, first.address).href, 'product.viewed', options.isAdding ? press : undefined),
    );
  }
  const cart = evidence.looks.findLast(({ sight }) => sight.cartLink)?.sight.cartLink;
  if (!cart) listener.skipped('cart', 'The page leads to no cart that the check knows.');
  else await tolerant('cart', () => go('cart', cart, 'cart.viewed'));
};

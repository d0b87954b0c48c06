import type { Complain } from '../log/complain.js';
import type { Logger } from '../options/collector-options.js';
import type { ClaimedDelivery, DeliveryOutcome } from '../store/outbox/types.js';
import type { Store } from '../store/store.js';
import type { Endpoint } from './endpoints.js';
import type { Post } from './post.js';
import { sendHellotext } from './send-hellotext.js';
import { type Sending, sendWebhook } from './send-webhook.js';
import { again, type Verdict } from './verdict.js';

/** Attempts to one endpoint that are under way at once, over all processes. */
const mostAtOnce = 2;

/**
 * Milliseconds after which an attempt belongs to nobody any more: longer than any attempt takes, and no longer than needed, because
 * after a crash the endpoint has to wait for it.
 */
const lease = 30_000;

export interface DelivererParts {
  store: Pick<Store, 'turnOutbox' | 'nextDelivery' | 'endDeliveries' | 'profile'>;
  endpoints: () => readonly Endpoint[];
  post: Post;
  mayBeLocal: () => boolean;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
  logger: Logger;
  complain: Complain;
}

const nameOf = ({ business, endpoint }: Pick<Endpoint, 'business' | 'endpoint'>) => `${business} ${endpoint}`;

/**
 * Delivers what waits in the outbox. Endpoints do not wait for each other: each has its own places, and an attempt that hangs takes
 * one of them.
 */
export function createDeliverer({ store, endpoints, post, mayBeLocal, now, random, logger, complain }: DelivererParts) {
  const running = new Set<Promise<void>>();
  /** Attempts of this process that are under way, and how often an endpoint was down in a row. */
  const underWay = new Map<string, number>();
  const failures = new Map<string, number>();
  const abort = new AbortController();
  let outcomes: DeliveryOutcome[] = [];
  let looking: Promise<void> | undefined;
  let isAsked = false;
  let isStopped = false;
  /** The endpoints as they were when it was last looked which of them are switched off. */
  let followed: readonly Endpoint[] | undefined;

  const free = () =>
    endpoints().filter((endpoint) => endpoint.isEnabled && (underWay.get(nameOf(endpoint)) ?? 0) < mostAtOnce);

  function tell({ endpoint, business, offReason, state, error }: DeliveryOutcome): void {
    if (offReason !== null) {
      logger.warn({ business, endpoint }, `The endpoint ${endpoint} of ${business} is switched off: ${offReason}`);
    } else if (state === 'dead') {
      // What the receiver has said may name somebody.
      complain(
        `A delivery to the endpoint ${endpoint} of ${business} was given up.`,
        error === null ? '' : 'See the inspector.',
      );
    }
  }

  async function attempt(delivery: ClaimedDelivery, endpoint: Endpoint): Promise<Verdict> {
    const before = failures.get(nameOf(endpoint)) ?? 0;
    const circumstances = { attempt: delivery.attempt, failures: before, now, random };
    const sending: Sending = { post, mayBeLocal: mayBeLocal(), signal: abort.signal, circumstances };
    const { target } = endpoint;
    try {
      if (target.type === 'webhook') return await sendWebhook(delivery, endpoint, target.secrets, sending);
      return await sendHellotext(delivery, endpoint, target.account, { ...sending, store });
    } catch (cause) {
      complain('A delivery could not be attempted; it is tried again.', cause);
      return again(
        { status: null, error: 'The collector failed; its log says why.' },
        { ...circumstances, now: now() },
      );
    }
  }

  async function deliver(delivery: ClaimedDelivery, endpoint: Endpoint): Promise<void> {
    const name = nameOf(endpoint);
    underWay.set(name, (underWay.get(name) ?? 0) + 1);
    const { isDown, ...verdict } = await attempt(delivery, endpoint);
    underWay.set(name, (underWay.get(name) ?? 1) - 1);
    // What was cut off by the end of the process has no outcome; after its lease it is attempted again, with the same id.
    if (abort.signal.aborted) return;
    failures.set(name, isDown ? (failures.get(name) ?? 0) + 1 : 0);
    const { number, business, attempt: counted } = delivery;
    const outcome = { number, business, endpoint: endpoint.endpoint, address: endpoint.address, attempt: counted };
    outcomes.push({ ...outcome, at: now(), ...verdict });
    tell({ ...outcome, at: now(), ...verdict });
  }

  function begin(claimed: ClaimedDelivery[], known: readonly Endpoint[]): void {
    const byName = new Map(known.map((endpoint) => [nameOf(endpoint), endpoint]));
    for (const delivery of claimed) {
      const endpoint = byName.get(nameOf(delivery));
      if (!endpoint) continue;
      const done: Promise<void> = deliver(delivery, endpoint).finally(() => {
        running.delete(done);
        if (!isStopped) void look();
      });
      running.add(done);
    }
  }

  async function turn(known: readonly Endpoint[]): Promise<void> {
    const settled = outcomes;
    outcomes = [];
    try {
      const bounds = { now: now(), most: mostAtOnce, lease };
      begin(await store.turnOutbox({ outcomes: settled, endpoints: [...known], ...bounds }), known);
    } catch (cause) {
      outcomes = [...settled, ...outcomes];
      throw cause;
    }
  }

  /** Ends what waits for endpoints that the configuration has switched off. */
  async function followConfiguration(): Promise<void> {
    const all = endpoints();
    if (all === followed) return;
    const off = all.filter(({ isEnabled }) => !isEnabled);
    const ended = await store.endDeliveries(off, 'It waited as the configuration switched the endpoint off.');
    followed = all;
    if (ended > 0)
      logger.warn(
        { ended },
        `${ended} deliveries to endpoints that are switched off have ended; they can be sent again.`,
      );
  }

  async function isDue(known: readonly Endpoint[]): Promise<boolean> {
    const next = known.length === 0 ? undefined : await store.nextDelivery([...known]);
    return next !== undefined && next <= now();
  }

  async function lookOnce(): Promise<void> {
    try {
      while (isAsked && !isStopped) {
        isAsked = false;
        await followConfiguration();
        const known = free();
        if (outcomes.length > 0 || (await isDue(known))) await turn(known);
      }
    } catch (cause) {
      complain('Deliveries cannot be read or noted at the moment; that is tried again.', cause);
    } finally {
      looking = undefined;
    }
  }

  /** Notes what has ended, and begins what is due and has a place. Resolves before what it has begun ends. */
  function look(): Promise<void> {
    isAsked = true;
    return (looking ??= lookOnce());
  }

  return {
    look,

    /** When the next attempt is due, in milliseconds since 1970; undefined where nothing waits for a time. */
    next: (): Promise<number | undefined> => {
      const known = free();
      return known.length === 0 ? Promise.resolve(undefined) : store.nextDelivery([...known]);
    },

    /** Resolves when nothing is under way any more and all that has ended is noted. */
    async idle(): Promise<void> {
      while (running.size > 0 || looking) {
        await Promise.all([...running]);
        await looking;
      }
    },

    /**
     * Ends it: begins nothing more, and gives what is under way some time to end.
     *
     * @param grace milliseconds
     */
    async stop(grace: number): Promise<void> {
      isStopped = true;
      const timer = setTimeout(() => abort.abort(), grace);
      await Promise.all([...running]);
      clearTimeout(timer);
      await looking;
      if (outcomes.length === 0) return;
      await turn([]).catch((cause: unknown) => complain('What was delivered last could not be noted.', cause));
    },
  };
}

export type Deliverer = ReturnType<typeof createDeliverer>;

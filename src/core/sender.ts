import { takeBatch } from './batch';
import type { Answer, Transport } from './env';
import { importance } from './queue';
import type { Entry, Queue } from './queue';
import type { Verdicts } from './verdicts';
import type { Waits } from './waits';

/**
 * | state   | an event comes          | its timer ends | an answer comes      | hidden, page hide           | flush, online         |
 * |---------|-------------------------|----------------|----------------------|-----------------------------|-----------------------|
 * | idle    | armed                   | –              | –                    | –                           | armed, at once        |
 * | armed   | at once if a batch full | sending        | –                    | sends, then as the queue is | at once               |
 * | sending | –                       | –              | idle, armed, waiting | sends the rest beside it    | joins                 |
 * | waiting | –                       | armed          | –                    | sends, unless server's wish | armed, likewise       |
 * | stopped | –                       | –              | its verdict only     | –                           | –                     |
 */
export type State = 'idle' | 'armed' | 'sending' | 'waiting' | 'stopped';

/** Most of one request: a quarter of what the browser lets all requests of a closing page have. */
const SMALL_BYTES = 15 * 1024;
const LARGE_BATCH = { count: 100, bytes: 48 * 1024 };
/** With more than this many waiting, batches are large. */
const CROWD = 40;
/** No request of a closing page can carry more. */
const LEAVING_BYTES = 60 * 1024;
/** For how long an event that was handed over as its page ended is not sent again, in ms. */
export const PATIENCE = 60_000;
/** When to ask again for a lock that another tab has, in ms. */
const LOCKED_OUT = 15_000;

/** Decides which events go out and when: one request at a time while the page lives. */
export const createSender = (parts: {
  queue: Queue;
  waits: Waits;
  verdicts: Verdicts;
  transport: Transport;
  toBody: (entries: Entry[]) => string;
  now: () => number;
  online: () => boolean;
  flushAfter: number;
  batchSize: number;
  /** Runs the task when no other tab is sending what several tabs could send. */
  lock: (task: (held: boolean) => Promise<void>) => void;
}) => {
  const { queue, waits, verdicts, transport, now } = parts;
  let state: State = 'idle';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sentAt = -Infinity;
  /** Send at once what is there, and end a wait that only this client has chosen. */
  let urgent = false;
  let asking = false;
  let release: (() => void) | undefined;
  const settled: (() => void)[] = [];

  const free = (entry: Entry) => !entry.busy && !(entry.handedAt && Math.abs(now() - entry.handedAt) < PATIENCE);

  const become = (next: State, after?: number, task: () => void = step) => {
    clearTimeout(timer);
    state = next;
    if (after !== undefined) timer = setTimeout(task, after);
  };

  /** Nothing to do for now. */
  const rest = (next: State, after?: number) => {
    become(next, after);
    release?.();
    release = undefined;
    urgent = false;
    for (const done of settled.splice(0)) done();
  };

  /** Leaves `idle`, `armed` or `waiting` for the state that queue, clock and answers call for. */
  const step = () => {
    if (state === 'sending' || state === 'stopped') return;
    const waiting = queue.entries().filter(free);
    const wait = waits.read();
    const left = waits.left(wait);
    if (verdicts.hopeless()) rest('idle');
    else if (!waiting.length) queue.size ? rest('waiting', PATIENCE) : rest('idle');
    else if (left && (wait.server || !urgent)) rest('waiting', left);
    else if (!release && waiting.every((entry) => entry.backlog)) asking || ask();
    else {
      const full = urgent || waiting.length >= parts.batchSize;
      // Bounded, because the clock may have been set back since the last request.
      const quiet = Math.max(0, Math.min(parts.flushAfter, sentAt + parts.flushAfter - now()));
      become('armed', full ? 0 : quiet, () => void send());
    }
  };

  const ask = () => {
    asking = true;
    parts.lock((held) => {
      asking = false;
      if (!held || state === 'stopped') {
        if (state === 'idle') rest('waiting', LOCKED_OUT);
        return Promise.resolve();
      }
      urgent = true;
      return new Promise((done) => {
        release = done;
        step();
      });
    });
  };

  const choose = (): Entry[] => {
    const chosen: Entry[] = [];
    for (const entry of queue.entries()) {
      if (!free(entry) || (entry.backlog && !release)) continue;
      if (queue.exists(entry)) chosen.push(entry);
      else queue.remove(entry);
    }
    if (verdicts.probing()) return chosen.slice(-1);
    return takeBatch(chosen, chosen.length > CROWD ? LARGE_BATCH : { count: parts.batchSize, bytes: SMALL_BYTES });
  };

  const send = async () => {
    state = 'idle';
    const batch = choose();
    if (!batch.length) return step();
    state = 'sending';
    sentAt = now();
    await exchange(batch, transport.send(parts.toBody(batch)));
    // The page may have stopped the tracker meanwhile.
    if ((state as State) !== 'sending') return;
    state = 'idle';
    step();
  };

  const exchange = async (batch: Entry[], request: Promise<Answer> | undefined) => {
    if (!request) return;
    for (const entry of batch) entry.busy = true;
    const answer = await request;
    for (const entry of batch) entry.busy = false;
    urgent &&= answer.status !== 0;
    verdicts.apply(batch, answer);
  };

  /** What goes first when not everything may fit. */
  const leaving = () =>
    queue
      .entries()
      .filter((entry) => free(entry) && (!entry.adopted || release) && entry.bytes < LEAVING_BYTES)
      .sort((one, other) => importance(other) - importance(one));

  return {
    state: () => state,
    /** Something was added, or may be sent again. */
    wake: step,
    /** Sends at once; resolves when there is nothing to do for now. */
    flush(): Promise<void> {
      if (state === 'stopped') return Promise.resolve();
      urgent = true;
      return new Promise((done) => {
        settled.push(done);
        step();
      });
    },
    /**
     * Sends what it can before the page freezes or ends, in the current task.
     * @param last the page may end now, so nobody will see an answer
     */
    leave(last: boolean) {
      if (state === 'stopped' || !parts.online() || (waits.left() && waits.read().server)) return;
      let rest = leaving();
      while (rest.length) {
        const batch = takeBatch(rest, { count: LARGE_BATCH.count, bytes: SMALL_BYTES });
        rest = rest.slice(batch.length);
        const body = parts.toBody(batch);
        if (!last) {
          void exchange(batch, transport.send(body, true)).then(step);
        } else if (transport.beacon(body)) {
          for (const entry of batch) entry.handedAt = now();
        } else return;
      }
    },
    stop() {
      rest('stopped');
      clearTimeout(timer);
    },
  };
};

export type Sender = ReturnType<typeof createSender>;

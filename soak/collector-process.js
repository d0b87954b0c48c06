import { end, startProcess } from './start-process.js';

/** @import { ChildProcess } from 'node:child_process' */
/** @import { Fault, RequestCounts } from '../collector/dist/index.d.ts' */
/** @typedef {{ faults: Fault[], requests: RequestCounts }} State */

const TOKEN = 'token-of-the-soak';
/** So often a planted fault may be met; what is left of it says how often it was. */
const PLENTY = 1_000_000;

/**
 * The collector as a process of its own, so that it can be killed and started again on the same port and database.
 *
 * @param {string[]} words of its command line: where the database, the scripts, the configuration and the stream are
 */
export const createCollectorProcess = (words) => {
  /** @type {ChildProcess | undefined} */
  let child;
  let url = '';
  let isStopping = false;
  /** @type {string[]} */
  const complaints = [];
  const totals = { posts: 0, preflights: 0, bytes: 0, events: 0 };

  let clockMoved = 0;
  /** @param {number} port @returns {Promise<string>} the address that it says it has */
  const launch = async (port) => {
    const started = await startProcess({
      words: [
        ...[...words, '--port', String(port), '--faults', '--token', TOKEN],
        // All visitors have one address.
        ...['--rate-limit', '1000000'],
      ],
      ...{ moved: clockMoved, sign: /Faults +(\S+)\/faults\n/, complaints, isStopping: () => isStopping },
    });
    child = started.child;
    return String(started.found[1]);
  };

  /** @param {RequestInit} [init] @returns {Promise<State>} */
  const ask = async (init) => {
    const headers = { ...init?.headers, Authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${url}/faults`, { ...init, headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`The fault switches answered ${response.status}: ${await response.text()}`);
    return /** @type {Promise<State>} */ (response.json());
  };

  /** @param {string} path @returns {Promise<unknown>} */
  const read = async (path) => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${url}${path}`, { headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };

  /** @param {State} state how often the planted fault was met */
  const metIn = ({ faults: [planted] }) => (planted?.count === undefined ? 0 : PLENTY - planted.count);

  /** What a process has counted is gone with it. @param {State} state */
  const addUp = ({ requests }) => {
    for (const name of /** @type {(keyof typeof totals)[]} */ (Object.keys(totals))) totals[name] += requests[name];
  };

  const collector = {
    get url() {
      return url;
    },
    /** What it has printed as errors, which should be nothing. */
    complaints,
    /** What all its processes together have counted; what came in the instant before a kill is missing. */
    totals,
    /** @param {number} [moved] milliseconds that its clock is ahead; negative where it is behind */
    async start(moved = 0) {
      clockMoved = moved;
      const before = url;
      for (let attempt = 1; ; attempt++) {
        url = await launch(before ? Number(new URL(before).port) : 0);
        if (!before || url === before) return;
        // Somebody else had the port for a moment; the pages know the old address only.
        await end(/** @type {ChildProcess} */ (child), 'SIGKILL');
        complaints.pop();
        if (attempt === 5) throw new Error(`The collector did not get its address ${before} back, only ${url}.`);
        url = before;
      }
    },
    /** @param {Omit<Fault, 'count'>} fault */
    plant: (fault) =>
      ask({
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...fault, count: PLENTY }),
      }),
    /** Removes the fault and answers how many requests have met it. */
    async clear() {
      const met = metIn(await ask());
      await ask({ method: 'DELETE' });
      return met;
    },
    /** @param {string} business @returns {Promise<number>} batches in the stream, and timers of automations, that wait */
    async waiting(business) {
      const { automations } = /** @type {{ automations: { waiting: number }[] }} */ (
        await read(`/inspector/api/automations?business=${business}`)
      );
      const ready = /** @type {{ backlog?: { messages: number } }} */ (await read('/readyz'));
      return automations.reduce((sum, { waiting }) => sum + waiting, ready.backlog?.messages ?? 0);
    },
    /** SIGKILL, whatever it is doing. Answers how many requests have met the fault that was planted. */
    async kill() {
      const state = await ask();
      addUp(state);
      await end(/** @type {ChildProcess} */ (child), 'SIGKILL');
      return metIn(state);
    },
    /** Ends it in an orderly way. */
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      isStopping = true;
      await ask().then(addUp, (error) => complaints.push(`Its figures could not be read at the end: ${error}`));
      const limit = setTimeout(() => child?.kill('SIGKILL'), 10_000);
      await end(child, 'SIGTERM');
      clearTimeout(limit);
    },
    /** For the last moment of this process, in which nothing can be awaited. */
    abandon: () => child?.kill('SIGKILL'),
  };
  return collector;
};

/** @typedef {ReturnType<typeof createCollectorProcess>} CollectorProcess */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

/** @import { ChildProcess } from 'node:child_process' */
/** @import { Fault, RequestCounts } from '../collector/dist/index.d.ts' */
/** @typedef {{ faults: Fault[], requests: RequestCounts }} State */

const TOKEN = 'token-of-the-soak';
const PROGRAM = fileURLToPath(new URL('../collector/dist/main.js', import.meta.url));
const CLOCK = new URL('./moved-clock.js', import.meta.url).href;
/** So often a planted fault may be met; what is left of it says how often it was. */
const PLENTY = 1_000_000;
const START_WITHIN = 30_000;

/** Sends a signal to a child that is still there. @param {ChildProcess} child @param {NodeJS.Signals} signal */
const end = async (child, signal) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
};

/**
 * The collector as a process of its own, so that it can be killed and started again on the same port and database.
 *
 * @param {object} parts
 * @param {string} parts.database
 * @param {string} parts.scripts
 * @param {string} parts.config file with the business and what it wants to be told
 */
export const createCollectorProcess = ({ database, scripts, config }) => {
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
    const started = spawn(
      execPath,
      [
        ...['--import', CLOCK, PROGRAM],
        ...['--port', String(port), '--database', database, '--scripts', scripts, '--config', config, '--faults'],
        ...['--token', TOKEN, '--log-level', 'warn'],
        // All visitors have one address.
        ...['--rate-limit', '1000000'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SOAK_CLOCK_MOVED: String(clockMoved) } },
    );
    child = started;
    started.stderr.setEncoding('utf8').on('data', (text) => complaints.push(text.trim()));
    started.once('exit', (code, signal) => {
      if (!isStopping && signal !== 'SIGKILL') complaints.push(`The collector ended by itself: ${signal ?? code}`);
    });
    let printed = '';
    started.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
    const limit = setTimeout(() => started.kill('SIGKILL'), START_WITHIN);
    try {
      while (!/Faults .*\n/.test(printed)) {
        if (started.exitCode !== null || started.signalCode !== null) {
          throw new Error(`The collector did not start: ${complaints.at(-1) ?? `no sign of it in ${START_WITHIN} ms`}`);
        }
        await Promise.race([once(started.stdout, 'data'), once(started, 'exit')]);
      }
    } finally {
      clearTimeout(limit);
    }
    return String(/Faults +(\S+)\/faults/.exec(printed)?.[1]);
  };

  /** @param {RequestInit} [init] @returns {Promise<State>} */
  const ask = async (init) => {
    const headers = { ...init?.headers, Authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${url}/faults`, { ...init, headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`The fault switches answered ${response.status}: ${await response.text()}`);
    return /** @type {Promise<State>} */ (response.json());
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
    /** @param {string} business @returns {Promise<number>} timers of automations that wait */
    async waiting(business) {
      const headers = { Authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${url}/inspector/api/automations?business=${business}`, {
        headers,
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) throw new Error(`The inspector answered ${response.status}: ${await response.text()}`);
      const { automations } = /** @type {{ automations: { waiting: number }[] }} */ (await response.json());
      return automations.reduce((sum, { waiting }) => sum + waiting, 0);
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

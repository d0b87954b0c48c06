import { end, startProcess } from './start-process.js';

/** @import { ChildProcess } from 'node:child_process' */

/**
 * A writer: a process that stores what a collector has put into the stream, and tells the carts that were left.
 *
 * @param {string[]} words of its command line: where the stream, the database and the configuration are
 */
export const createWriterProcess = (words) => {
  /** @type {ChildProcess | undefined} */
  let child;
  let isStopping = false;
  /** @type {string[]} */
  const complaints = [];
  return {
    /** What it has printed as errors, which should be nothing. */
    complaints,
    /** @param {number} [moved] milliseconds that its clock is ahead; negative where it is behind */
    async start(moved = 0) {
      const started = await startProcess({
        words: [...words, '--role', 'writer', '--port', '0'],
        ...{ moved, complaints, sign: /Inspector .*\n/, isStopping: () => isStopping },
      });
      child = started.child;
    },
    /** SIGKILL, whatever it is doing. */
    kill: async () => child && (await end(child, 'SIGKILL')),
    /** Ends it in an orderly way. */
    async stop() {
      if (!child) return;
      isStopping = true;
      const limit = setTimeout(() => child?.kill('SIGKILL'), 10_000);
      await end(child, 'SIGTERM');
      clearTimeout(limit);
    },
    /** For the last moment of this process, in which nothing can be awaited. */
    abandon: () => child?.kill('SIGKILL'),
  };
};

/** @typedef {ReturnType<typeof createWriterProcess>} WriterProcess */

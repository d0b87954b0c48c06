import pino from 'pino';
import { readCommandLine } from '../options/read-command-line.js';
import { usage } from '../options/usage.js';
import { type Collector, startCollector } from '../server/start-collector.js';
import type { Command, Io } from './command.js';

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What is being written is finished; a second signal ends the process at once. */
function stopOnSignal(collector: Collector, signals: NodeJS.Signals[], { complain }: Io): void {
  const stop = () => {
    process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
    collector.close().catch((error: unknown) => {
      complain(`The collector could not be closed: ${messageOf(error)}`);
      process.exitCode = 1;
    });
  };
  for (const signal of signals) process.once(signal, stop);
}

/**
 * The inspector's address, with its token where a person reads it. A log gets a token once, at the start that made it: logs are
 * copied about, and a token that outlasts restarts would open the inspector to whoever finds an old line.
 */
function inspectorLine({ url, inspectorUrl, isNewToken }: Collector, { isTerminal }: Io): string {
  return isNewToken || isTerminal ? inspectorUrl : `${url}/inspector/`;
}

/** Serves until a signal ends it. */
export const start: Command = {
  usage,
  async run(args, io) {
    const command = readCommandLine(args, io.environment);
    if (command === 'help') {
      io.print(usage);
      return 0;
    }
    const { logLevel, isReloadable, ...options } = command;
    const logger = pino({ level: logLevel }, pino.destination({ fd: 2, sync: true }));
    let isAsked = false;
    const note = () => void (isAsked = true);
    // Without a file there is nothing to read again, and the signal says that the terminal was closed.
    if (isReloadable) process.on('SIGHUP', note);
    const collector = await startCollector({ ...options, logger });

    function reload(): void {
      try {
        const next = readCommandLine(args, io.environment);
        if (next === 'help') return;
        const { logLevel: level, isReloadable: _, ...nextOptions } = next;
        collector.reload(nextOptions);
        logger.level = level;
      } catch (error) {
        logger.error(`The collector goes on with the options that it has: ${messageOf(error)}`);
      }
    }

    if (isReloadable) process.off('SIGHUP', note).on('SIGHUP', reload);
    stopOnSignal(collector, isReloadable ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'], io);
    io.print(`Collector  ${collector.endpoint}`);
    io.print(`Inspector  ${inspectorLine(collector, io)}`);
    if (options.faults) io.print(`Faults     ${collector.url}/faults`);
    // The file may have changed while the collector was starting.
    if (isAsked) reload();
  },
};

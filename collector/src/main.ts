#!/usr/bin/env node
import pino from 'pino';
import { readCommandLine } from './options/read-command-line.js';
import { usage } from './options/usage.js';
import { startCollector } from './server/start-collector.js';

try {
  const command = readCommandLine(process.argv.slice(2), process.env);
  if (command === 'help') console.log(usage);
  else {
    const { logLevel: level, ...options } = command;
    const collector = await startCollector({
      ...options,
      logger: pino({ level }, pino.destination({ fd: 2, sync: true })),
    });
    console.log(`Collector  ${collector.endpoint}`);
    console.log(`Inspector  ${collector.inspectorUrl}`);
    if (options.faults) console.log(`Faults     ${collector.url}/faults`);

    /** What is being written is finished; a second signal ends the process at once. */
    const stop = () => {
      process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
      collector.close().catch((error: unknown) => {
        console.error(`The collector could not be closed: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
      });
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

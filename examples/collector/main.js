#!/usr/bin/env node
import { readCommandLine, usage } from './command-line.js';
import { startCollector } from './start-collector.js';

try {
  const options = readCommandLine(process.argv.slice(2), process.env);
  if (options === 'help') console.log(usage);
  else {
    const collector = await startCollector({ ...options, log: console.error });
    console.log(`Collector  ${collector.endpoint}`);
    console.log(`Inspector  ${collector.inspectorUrl}`);
    if (options.faults) console.log(`Faults     ${collector.url}/faults`);

    /** What is being written is finished; a second signal ends the process at once. */
    const stop = () => {
      process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
      collector.close().catch((error) => {
        console.error(`The collector could not be closed: ${error instanceof Error ? error.message : error}`);
        process.exitCode = 1;
      });
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

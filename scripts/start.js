/**
 * `npm start`: installs if needed, builds what has changed, starts the collector with its database, the demo shop, what mails carts that
 * were left, and a marketplace that is played, and prints their addresses. Ends on Ctrl-C.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { chdir, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build.js';
import { install } from './install.js';

const BUSINESS = 'xy76ks';
const DATABASE = '.data/vitrina.db';
/** A shop waits for minutes or hours; who tries the demo does not want to. */
const WAIT_SECONDS = 20;

chdir(fileURLToPath(new URL('..', import.meta.url)));

if (!(await install())) exit(1);
if (isBuilt()) console.log('Nothing has changed since the last build.');
else {
  console.log('Building the scripts, the examples and the collector; this takes about half a minute …');
  if (!(await build())) exit(1);
}

// Imported only now, because these modules need the installed packages.
const { startCollector } = await import('../collector/dist/index.js');
const { default: pino } = await import('pino');
const { DOCUMENTATION, startExamples } = await import('../examples/serve-examples.js');
const { startMails } = await import('../examples/mails/start-mails.js');
const { startMarketplace } = await import('../examples/marketplace/start-marketplace.js');

mkdirSync('.data', { recursive: true });
const log = console.error;
const mails = await startMails({ waitSeconds: WAIT_SECONDS, sentFile: '.data/sent-webhooks.txt', log });
const marketplace = await startMarketplace({ business: BUSINESS, bookFile: '.data/marketplace.json', log });
const collector = await startCollector({
  port: 4318,
  nextPort: true,
  database: DATABASE,
  businesses: {
    [BUSINESS]: { name: 'Coronilla', origins: ['http://127.0.0.1:*', 'http://localhost:*'], ...mails.business },
  },
  // The receiver of webhooks runs in this process.
  localReceivers: true,
  connections: marketplace.connections,
  scriptMaxAge: 0,
  // Each build here is a version of its own, which no page will ask for again.
  scriptVersions: false,
  logger: pino({ level: 'warn' }, { write: (line) => log(JSON.parse(line).msg) }),
});
marketplace.linkTo(collector);
const documentation = existsSync(DOCUMENTATION) ? 'docs/' : 'docs/, once "npm run docs" has built it';
const inspector = collector.inspectorUrl;
const served = { collector: collector.url, inspector, business: BUSINESS, mails, marketplace };
const examples = await startExamples({ port: 8080, ...served, log });

console.log(`
  The shop       ${examples.shopUrl}
  Its events     ${collector.inspectorUrl}
  Its mails      ${examples.url}/mails/
  Its sales at a marketplace, which is played   ${examples.url}/marketplace/

  Open the first two, and click through the shop: what you do appears in the second page.
  A cart that you leave alone becomes a mail: here after ${WAIT_SECONDS} seconds, on purpose, where a shop waits for minutes or hours.
  Further pages  ${examples.url}/spa/   ${examples.url}/gtm/   ${examples.url}/script-tag/
  The documentation   ${examples.url}/${documentation}
  The database   ${DATABASE}

  Ctrl-C stops.
`);

let stopping = false;
/** Closes the servers. A second signal exits at once, without waiting for pending writes. */
const stop = async () => {
  if (stopping) exit(130);
  stopping = true;
  await examples.close();
  await collector.close();
  await mails.close();
  await marketplace.close();
  exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop());

/**
 * `npm run try:proxies`: starts a collector behind nginx and behind Caddy, with the very files of collector/deploy, and checks what
 * matters there. Ports, names of this machine and the certificate are put in their place; everything is on this machine alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkProxy } from './proxies/check-proxy.js';
import { makeCertificate, startCaddy, startCollector, startNginx, TOKEN } from './proxies/start-servers.js';

const folder = mkdtempSync(join(tmpdir(), 'vitrina-proxies-'));
/** @type {(() => Promise<unknown>)[]} */
const undo = [() => Promise.resolve(rmSync(folder, { recursive: true, force: true }))];
let failures = 0;

try {
  const certificate = makeCertificate(folder);
  for (const [name, start] of /** @type {const} */ ([
    ['nginx', startNginx],
    ['Caddy', startCaddy],
  ])) {
    const collector = await startCollector(folder, name);
    undo.push(collector.stop);
    const proxy = await start({ folder, collectorPort: collector.port, certificate });
    undo.push(proxy.stop);
    console.log(`\n${proxy.version}`);
    for await (const [what, problem] of checkProxy({ ...proxy, token: TOKEN, stopCollector: collector.stop })) {
      console.log(problem === undefined ? `  ok    ${what}` : `  WRONG ${what}: ${problem}`);
      if (problem !== undefined) failures++;
    }
  }
} catch (error) {
  failures++;
  console.error(error instanceof Error ? error.message : error);
} finally {
  for (const end of undo.reverse()) await end();
}
console.log(failures === 0 ? '\nBoth proxies do what they should.' : `\n${failures} of the checks failed.`);
process.exitCode = failures === 0 ? 0 : 1;

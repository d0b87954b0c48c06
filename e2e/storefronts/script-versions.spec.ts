import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../../collector/src/index.ts';
import type { Collector, CollectorOptions } from '../../collector/src/index.ts';
import { BUSINESS, businesses, expect, test } from '../support/fixtures.ts';
import { toDocument } from '../support/page-server.ts';
import { readStored } from '../support/stored-events.ts';
import { holdBack, open, scriptTag } from '../support/tracked-page.ts';
import { startTiendanube } from './support/tiendanube/shop.ts';
import { expectTold } from './support/told.ts';

interface Manifest {
  version: string;
  files: Record<string, string>;
}

const built = 'collector/dist/scripts';
const { version, files }: Manifest = JSON.parse(await readFile(join(built, 'integrity.json'), 'utf8'));

/** Returns the tag of a file with its version and hash, as the inspector shows it. */
const versionedTag = (collector: Collector, file: string, integrity = files[file] ?? '') =>
  scriptTag(collector, {
    file: `v/${version}/${file}`,
    attributes: `async integrity="${integrity}" crossorigin="anonymous"`,
  });

/** The paths of the collector's scripts that a page has asked for. */
const scriptsOf = (asked: string[], { url }: Collector) =>
  asked
    .filter((address) => address.startsWith(url) && /\.js(\?|$)/.test(address))
    .map((address) => new URL(address).pathname);

test('a shop whose tag names a version loads its further files from the same version, and reports by them', async ({
  page,
  collector,
  stored,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const site = await startTiendanube({ tag: versionedTag(collector, 'vitrina.storefront.js') });
  await open(page, site.toUrl('/productos/remera/'));
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'product.viewed']);
  await expectTold(page, stored, [['product.viewed', '77/REM-R-M', '12500.5 ARS', 'tiendanube', 'tiendanube']]);
  expect(scriptsOf(asked, collector)).toEqual([
    `/v/${version}/vitrina.storefront.js`,
    `/v/${version}/vitrina.tiendanube.js`,
  ]);
  await site.close();
});

test('a page runs the pinned script if its hash is right, and no script at all if it is not', async ({
  page,
  site,
  collector,
  stored,
  console,
}) => {
  await open(page, site.add('/', toDocument({ head: versionedTag(collector, 'vitrina.js') })));
  await expect.poll(() => stored.actions()).toEqual(['page.viewed']);
  console.allow(/Failed to find a valid digest in the 'integrity' attribute/);
  const wrong = versionedTag(collector, 'vitrina.js', files['vitrina.links.js']);
  await page.goto(site.add('/wrong', toDocument({ head: wrong })));
  await expect.poll(() => console.said(/valid digest/)).toHaveLength(1);
  expect(await page.evaluate(() => typeof window.vitrina)).toBe('undefined');
});

test('a page that was loaded before an update of the collector gets its further files from its own version', async ({
  page,
  console,
}) => {
  // On a slow machine the page sends its view while the collector is updated, and sends it again.
  console.allow(/ERR_CONNECTION_REFUSED/);
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-release-'));
  const start = (more: CollectorOptions) =>
    startCollector({ database: join(folder, 'events.db'), businesses: { [BUSINESS]: businesses[BUSINESS] }, ...more });
  // Made before, because the page does not wait long for its further file.
  const scriptFolder = join(folder, 'next-release');
  await cp(built, scriptFolder, { recursive: true });
  const next = 'throw new Error("This is the file of another version.");';
  await writeFile(join(scriptFolder, 'vitrina.tiendanube.js'), next);
  const integrity = `sha384-${createHash('sha384').update(next).digest('base64')}`;
  const manifest = { version: '9.9.9-00000000', files: { ...files, 'vitrina.tiendanube.js': integrity } };
  await writeFile(join(scriptFolder, 'integrity.json'), JSON.stringify(manifest));

  const before = await start({});
  const release = await holdBack(page, '**/vitrina.tiendanube.js');
  const site = await startTiendanube({ tag: versionedTag(before, 'vitrina.storefront.js') });
  await page.goto(site.toUrl('/productos/remera/'));
  await page.waitForFunction(() => window.vitrina?.isInitialized === true);
  await before.close();
  const after = await start({ scriptFolder, port: before.port });

  expect(await (await fetch(`${after.url}/vitrina.tiendanube.js`)).text()).toBe(next);
  release();
  await expectTold(page, readStored(after), [
    ['product.viewed', '77/REM-R-M', '12500.5 ARS', 'tiendanube', 'tiendanube'],
  ]);
  await page.close();
  await after.close();
  await site.close();
  await rm(folder, { recursive: true });
});

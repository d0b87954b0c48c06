import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestName, readManifest, type ScriptManifest } from './script-manifest.js';

/** Reads the files of a version; throws if one is missing or has other bytes than the manifest says. */
async function readWhole(folder: string, { files }: ScriptManifest): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  for (const [name, integrity] of Object.entries(files)) {
    const content = await readFile(join(folder, name));
    const found = `sha384-${createHash('sha384').update(content).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name} is not the file that ${manifestName} lists; build it again`);
    contents.set(name, content);
  }
  return contents;
}

/** Whether a kept version is there with all its bytes: a power cut may have taken some. */
async function isWhole(folder: string, manifest: ScriptManifest): Promise<boolean> {
  const kept = await readManifest(folder);
  if (JSON.stringify(kept) !== JSON.stringify(manifest)) return false;
  return readWhole(folder, manifest).then(
    () => true,
    () => false,
  );
}

/**
 * Copies the scripts of a version into the folder of kept versions, unless they are there. Several collectors may do so at
 * once: a copy gets its name when it is complete.
 *
 * @throws {Error} if the folder cannot be written, or if the scripts are not those of the manifest
 */
export async function keepVersion(from: string, manifest: ScriptManifest, archive: string): Promise<void> {
  const kept = join(archive, manifest.version);
  if (await isWhole(kept, manifest)) return;
  const contents = await readWhole(from, manifest);
  await mkdir(archive, { recursive: true, mode: 0o700 });
  const workshop = await mkdtemp(join(archive, '.unfinished-'));
  try {
    const copy = join(workshop, 'copy');
    await mkdir(copy);
    for (const [name, content] of contents) await writeFile(join(copy, name), content);
    await writeFile(join(copy, manifestName), JSON.stringify(manifest));
    // A damaged copy gives up its name; usually there is none.
    await rename(kept, join(workshop, 'damaged')).catch(() => {});
    await rename(copy, kept);
  } catch (error) {
    // Another collector may have been faster.
    if (!(await isWhole(kept, manifest))) throw error;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

// @vitest-environment node

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env, execPath } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-install-'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Installs in a folder of its own, with an npm that warns and then exits with the code. */
const installWith = (code: number) => {
  const npm = `#!/bin/sh\necho "added 3 packages"\necho "npm warn EBADENGINE Unsupported engine" >&2\nexit ${code}\n`;
  writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
  const module = new URL('../../scripts/install.js', import.meta.url).href;
  const { stdout, stderr } = spawnSync(
    execPath,
    ['--input-type=module', '-e', `const { install } = await import('${module}'); console.log(await install());`],
    { cwd: folder, encoding: 'utf8', env: { ...env, PATH: `${folder}${delimiter}${env.PATH}` } },
  );
  return { stdout: stdout.trim().split('\n'), stderr };
};

describe('installation before a start', () => {
  it('packages are installed with one line of progress, and without the warnings of npm', () => {
    expect(installWith(0)).toEqual({ stdout: [expect.stringMatching(/^Installing packages; /), 'true'], stderr: '' });
  });

  it('all that npm said is shown where it fails', () => {
    const { stdout, stderr } = installWith(1);
    expect(stdout).toEqual([expect.stringMatching(/^Installing packages; /), 'false']);
    expect(stderr).toContain('added 3 packages');
    expect(stderr).toContain('EBADENGINE');
  });
});

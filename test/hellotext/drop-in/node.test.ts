// @vitest-environment node
import { expect, it } from 'vitest';
import Hellotext, { hellotext } from '../../../src/hellotext/index.ts';

it('the drop-in can be imported and called without a page, as in server rendering', async () => {
  expect(typeof document).toBe('undefined');
  await expect(Hellotext.initialize('xy76ks')).resolves.toBeUndefined();
  const response = await Hellotext.track('a.one');
  expect(response).toMatchObject({ succeeded: false, failed: true, errors: [{ parameter: 'window' }] });
  expect(Hellotext.session).toBeUndefined();
  expect(Hellotext.isInitialized).toBe(false);
  expect(Hellotext.on('session-set', () => {})).toBeTypeOf('function');
  expect(hellotext().name).toBe('hellotext');
});

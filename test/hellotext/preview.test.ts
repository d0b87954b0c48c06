import { beforeEach, expect, it } from 'vitest';
import { cookies, memoryStorage, MINUTE } from '../support/harness.ts';
import { actions, advance, order, sent, settle, startHellotext, useClock } from '../support/hellotext-api.ts';

beforeEach(() => void useClock());

it('a preview sends no event, no identification, no announcement and no earlier event', async () => {
  const storage = memoryStorage();
  const before = startHellotext({ over: { storage, online: () => false } });
  before.track('a.before');
  before.delivery.leave('pagehide');
  before.stop();
  const { track, identify, delivery, ended } = startHellotext({ known: '', isPreview: true, over: { storage } });
  track('order.placed', order());
  identify('cli-1', { email: 'lucia@ejemplo.uy' });
  delivery.leave('hidden');
  delivery.shown();
  delivery.online();
  await delivery.flush();
  await advance(MINUTE);
  delivery.leave('pagehide');
  await settle();
  expect(sent).toEqual([]);
  expect(cookies()).toEqual({});
  expect(ended).toMatchObject([
    { action: 'order.placed', status: 200, data: { received: true }, reason: undefined },
    { action: 'user.identified', status: 200, data: { received: true }, reason: undefined },
  ]);
});

it('events from before a preview are sent after it, and those of the preview never', async () => {
  const storage = memoryStorage();
  const before = startHellotext({ over: { storage, online: () => false } });
  before.track('a.before');
  before.delivery.leave('pagehide');
  before.stop();
  const preview = startHellotext({ isPreview: true, over: { storage } });
  preview.track('a.preview');
  await settle();
  preview.stop();
  startHellotext({ over: { storage } });
  await advance(MINUTE);
  expect(actions()).toEqual(['a.before']);
});

import { beforeEach, expect, it } from 'vitest';
import { DAY, memoryStorage } from '../support/harness.ts';
import {
  advance,
  answerWith,
  EVENTS,
  IDENTIFICATIONS,
  received,
  sent,
  SESSION,
  settle,
  startHellotext,
  status,
  to,
  useClock,
} from '../support/hellotext-api.ts';

beforeEach(() => void useClock());

const traits = { email: 'lucia@ejemplo.uy', phone: '+59899123456', name: ' Lucía Pérez ', source: 'vtex', document: 7 };

it('an identification is sent to its own endpoint, with user, session and unchanged traits', async () => {
  const { identify, ended } = startHellotext();
  identify('cli-3307', traits);
  await settle();
  expect(to(IDENTIFICATIONS).map(({ body }) => body)).toEqual([{ session: SESSION, user_id: 'cli-3307', ...traits }]);
  expect(to(EVENTS)).toHaveLength(0);
  expect(ended).toMatchObject([{ action: 'user.identified', status: 200, reason: undefined }]);
});

it('a numeric user id is sent as a number', async () => {
  startHellotext().identify(42);
  await settle();
  expect(to(IDENTIFICATIONS)[0]?.text).toContain('"user_id":42');
});

it('the traits of an identification cannot overwrite its session or user', async () => {
  startHellotext().identify('cli-1', { session: 'somebody-else-1', user_id: 'cli-2', id: 'own-id' });
  await settle();
  expect(to(IDENTIFICATIONS)[0]?.body).toEqual({ session: SESSION, user_id: 'cli-1', id: 'own-id' });
});

it('an identification is sent in the order of the calls around it', async () => {
  const { track, identify } = startHellotext();
  track('a.one');
  identify('cli-1');
  track('a.two');
  await settle();
  const order = sent.map(({ path, body }) => (path === IDENTIFICATIONS ? 'identify' : body.action)).filter(Boolean);
  expect(order).toEqual(['a.one', 'identify', 'a.two']);
});

it.each([[201], [202], [204]])('an identification that is answered with %i is accepted', async (code) => {
  answerWith(() => status(code));
  const { identify, reasons } = startHellotext();
  identify('cli-1');
  await settle();
  expect(reasons()).toEqual([['user.identified', undefined]]);
});

it('a refused identification ends with the errors of the answer', async () => {
  answerWith(() => status(422, { errors: [{ type: 'invalid', parameter: 'phone', description: 'no phone' }] }));
  const { identify, ended } = startHellotext();
  identify('cli-1', { phone: '1' });
  await settle();
  expect(ended).toMatchObject([
    { status: 422, reason: 'refused', errors: [{ type: 'invalid', parameter: 'phone', description: 'no phone' }] },
  ]);
});

it('an identification is kept for a day at most, even if it could not be sent', async () => {
  const storage = memoryStorage();
  const first = startHellotext({ over: { storage, online: () => false } });
  first.identify('cli-1', traits);
  first.track('a.one');
  await advance(2 * DAY, 4);
  first.stop();
  answerWith(received);
  const next = startHellotext({ over: { storage } });
  await advance(5_000);
  expect(to(IDENTIFICATIONS)).toHaveLength(0);
  expect(to(EVENTS)).toHaveLength(1);
  expect([...first.reasons(), ...next.reasons()]).toContainEqual(['user.identified', 'expired']);
  expect(JSON.stringify([...storage.area])).not.toContain('lucia@ejemplo.uy');
});

import { beforeEach, expect, it } from 'vitest';
import { toHellotextResponse } from '../../../src/hellotext/drop-in/response.ts';
import { toResponse } from '../../../src/tracker/pending-responses.ts';
import { cookies, HOME } from '../../support/harness.ts';
import {
  ACKS,
  answerWith,
  EVENTS,
  IDENTIFICATIONS,
  received,
  settle,
  status,
  to,
  useClock,
} from '../../support/hellotext-api.ts';
import { answerOf, open } from './support/open.ts';

beforeEach(() => void useClock());

it('identify sends the user, and writes the cookies of Hellotext.js once the server has accepted it', async () => {
  let arrive = (_response: Response) => {};
  answerWith(() => new Promise<Response>((resolve) => (arrive = resolve)));
  const { Hellotext, initialize } = await open();
  await initialize();
  const promise = Hellotext.identify('cli-3307', { source: 'vtex', email: 'lucia@ejemplo.uy' });
  await settle();
  expect(to(IDENTIFICATIONS)[0]?.body).toEqual({
    session: Hellotext.session,
    user_id: 'cli-3307',
    source: 'vtex',
    email: 'lucia@ejemplo.uy',
  });
  expect(cookies()).not.toHaveProperty('hello_user_id');
  arrive(received());
  const response = await answerOf(promise);
  expect(response).toMatchObject({ succeeded: true, failed: false, status: 200 });
  expect(await response.json()).toEqual({ status: 'received' });
  expect(cookies()).toMatchObject({ hello_user_id: 'cli-3307', hello_user_source: 'vtex' });
  expect(document.cookie).not.toContain('lucia');
});

it('identify writes no cookie of the user if the server refuses', async () => {
  answerWith(() => status(422, { errors: [{ type: 'invalid', parameter: 'phone', message: 'No phone' }] }));
  const { Hellotext, initialize } = await open();
  await initialize();
  const response = await answerOf(Hellotext.identify('cli-1', { phone: '1' }));
  expect(response).toMatchObject({ succeeded: false, failed: true, status: 422, errors: [{ parameter: 'phone' }] });
  expect(cookies()).not.toHaveProperty('hello_user_id');
});

it('the identified user is sent with every later event, merged with the user_parameters of the call', async () => {
  const { Hellotext, initialize } = await open();
  await initialize();
  await answerOf(Hellotext.identify('cli-1', { source: 'vtex' }));
  await answerOf(Hellotext.track('a.one', { user_parameters: { segment: 'gold' } }));
  expect(to(EVENTS)[0]?.body.user_parameters).toEqual({ id: 'cli-1', source: 'vtex', segment: 'gold' });
});

it('the user that Hellotext.js wrote into cookies is sent with events', async () => {
  document.cookie = 'hello_user_id=cli-9; path=/';
  document.cookie = 'hello_user_source=woo; path=/';
  const { Hellotext, initialize } = await open();
  await initialize();
  await answerOf(Hellotext.track('a.one'));
  expect(to(EVENTS)[0]?.body.user_parameters).toEqual({ id: 'cli-9', source: 'woo' });
});

it('identify with another user keeps nothing of the earlier user', async () => {
  const { Hellotext, initialize } = await open();
  await initialize();
  await answerOf(Hellotext.identify('cli-1', { source: 'vtex' }));
  await answerOf(Hellotext.identify('cli-2'));
  expect(cookies().hello_user_id).toBe('cli-2');
  expect(cookies()).not.toHaveProperty('hello_user_source');
});

it('identify before initialize is sent after initialize', async () => {
  const { Hellotext, initialize } = await open();
  const promise = Hellotext.identify('cli-1');
  await initialize();
  expect((await answerOf(promise)).succeeded).toBe(true);
  expect(to(IDENTIFICATIONS)).toHaveLength(1);
});

it('forget removes the user and keeps the session', async () => {
  const { Hellotext, initialize } = await open();
  await initialize();
  await answerOf(Hellotext.identify('cli-1', { source: 'vtex' }));
  const { session } = Hellotext;
  Hellotext.forget();
  await answerOf(Hellotext.track('a.one'));
  expect(Object.keys(cookies()).filter((name) => name.startsWith('hello_user'))).toEqual([]);
  expect(Hellotext.session).toBe(session);
  expect(to(EVENTS)[0]?.body).toMatchObject({ session, user_parameters: {} });
  expect(to(ACKS)).toHaveLength(1);
});

it('forget before initialize does not throw', async () => {
  const { Hellotext } = await open();
  expect(() => Hellotext.forget()).not.toThrow();
});

it('identify with an unchanged user answers like Hellotext.js', async () => {
  const response = toHellotextResponse(toResponse({ succeeded: true }));
  expect(response).toMatchObject({ succeeded: true, failed: false });
  expect(await response.json()).toEqual({ already_identified: true });
});

it('identify in a preview does not prevent the same identification on a later page', async () => {
  const preview = await open(`${HOME}?hello_preview`);
  await preview.initialize();
  await answerOf(preview.Hellotext.identify('cli-1', { source: 'vtex' }));
  preview.Hellotext.stop();
  const { Hellotext, initialize } = await open();
  await initialize();
  await answerOf(Hellotext.identify('cli-1', { source: 'vtex' }));
  expect(to(IDENTIFICATIONS)).toHaveLength(1);
});

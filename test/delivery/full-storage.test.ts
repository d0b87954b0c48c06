import { expect, it, vi } from 'vitest';
import { accepted, advance, DAY, HOUR, memoryStorage, MINUTE, noAnswer, start, useClock } from '../support/harness.ts';

it('the retry wait still holds when storage is full and the clock was set back', async () => {
  useClock();
  const storage = memoryStorage();
  let isFull = false;
  const { set } = storage;
  storage.set = (key, value) => !isFull && set(key, value);
  let answer = accepted;
  const { track, sent } = start({}, { storage, answer: () => answer });
  void track('a.one');
  await advance(5000);
  vi.setSystemTime(Date.now() - HOUR);
  isFull = true;
  answer = noAnswer;
  void track('a.two');
  await advance(MINUTE);
  expect(sent.length).toBeLessThan(10);
  await advance(DAY);
  expect(sent.length).toBeLessThan(600);
});

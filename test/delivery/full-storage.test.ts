import { expect, it, vi } from 'vitest';
import { DAY, HOUR, memoryStorage, MINUTE, noAnswer, ok, start, useClock, wait } from '../support/harness.ts';

it('keeps waiting where storage is full and the clock was set back', async () => {
  useClock();
  const storage = memoryStorage();
  let isFull = false;
  const { set } = storage;
  storage.set = (key, value) => !isFull && set(key, value);
  let answer = ok;
  const { track, sent } = start({}, { storage, answer: () => answer });
  void track('a.one');
  await wait(5000);
  vi.setSystemTime(Date.now() - HOUR);
  isFull = true;
  answer = noAnswer;
  void track('a.two');
  await wait(MINUTE);
  expect(sent.length).toBeLessThan(10);
  await wait(DAY);
  expect(sent.length).toBeLessThan(600);
});

import { onTestFinished, vi } from 'vitest';
import type { HellotextConfig } from '../../../../src/hellotext/index.ts';
import { HOME, visit } from '../../../support/harness.ts';
import { advance, settle } from '../../../support/hellotext-api.ts';

/** The drop-in as a page gets it: imported anew in the test's document, with only the network replaced. */
export const open = async (address = HOME) => {
  visit(address);
  vi.resetModules();
  const { default: Hellotext } = await import('../../../../src/hellotext/index.ts');
  onTestFinished(() => Hellotext.stop());
  /** Starts the drop-in, and waits for what follows from that. */
  const initialize = async (config: HellotextConfig = {}) => {
    await Hellotext.initialize('xy76ks', config);
    await advance(300);
  };
  return { Hellotext, initialize };
};

/** Advances the clock until a call is settled, and returns its result. */
export const answerOf = async <T>(promise: Promise<T>): Promise<T> => {
  let isDone = false;
  void promise.finally(() => (isDone = true));
  await settle();
  for (let seconds = 0; !isDone && seconds < 20; seconds++) await advance(250);
  return promise;
};

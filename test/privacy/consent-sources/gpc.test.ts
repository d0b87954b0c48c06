import { expect, it, onTestFinished, vi } from 'vitest';
import { gpc } from '../../../src/privacy/consent-sources/gpc.ts';
import { setVisibility, useClock } from '../../support/harness.ts';
import { hear, put, showAgain } from './support/heard.ts';

const browserSays = (value: unknown) => put('globalPrivacyControl', value, navigator);

it('is denied where the browser asks not to be followed', () => {
  browserSays(true);
  expect(hear(gpc()).answers).toEqual(['denied']);
});

it.each([false, undefined, null])('is granted where the browser says %s', (value) => {
  browserSays(value);
  expect(hear(gpc()).answers).toEqual(['granted']);
});

it('is granted where the browser does not know it', () => {
  expect('globalPrivacyControl' in navigator).toBe(false);
  expect(hear(gpc()).answers).toEqual(['granted']);
});

it('is read again when the page is shown again, and tells only what is new', () => {
  browserSays(false);
  const { answers } = hear(gpc());
  showAgain();
  browserSays(true);
  showAgain();
  browserSays(false);
  setVisibility('visible');
  expect(answers).toEqual(['granted', 'denied', 'granted']);
});

it('is pending where it cannot be read, and nothing is thrown', () => {
  const get = () => {
    throw new Error('blocked');
  };
  Object.defineProperty(navigator, 'globalPrivacyControl', { configurable: true, get });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'globalPrivacyControl'));
  expect(hear(gpc()).answers).toEqual(['pending']);
});

it('says nothing after it was stopped, and leaves no timer', () => {
  useClock();
  const { answers, stop } = hear(gpc());
  expect(vi.getTimerCount()).toBe(0);
  stop();
  stop();
  browserSays(true);
  showAgain();
  setVisibility('visible');
  expect(answers).toEqual(['granted']);
});

it('lets no exception of the listener out', () => {
  const source = gpc();
  expect(() =>
    source(() => {
      throw new Error('broken');
    })(),
  ).not.toThrow();
});

import { expect, it, onTestFinished, vi } from 'vitest';
import { gpc } from '../../../src/privacy/consent-sources/gpc.ts';
import { setVisibility, useClock } from '../../support/harness.ts';
import { put, recordAnswers, showAgain } from './support/record-answers.ts';

const browserSays = (value: unknown) => put('globalPrivacyControl', value, navigator);

it('consent is denied where Global Privacy Control is on', () => {
  browserSays(true);
  expect(recordAnswers(gpc()).answers).toEqual(['denied']);
});

it.each([false, undefined, null])('consent is granted where Global Privacy Control is %s', (value) => {
  browserSays(value);
  expect(recordAnswers(gpc()).answers).toEqual(['granted']);
});

it('consent is granted where the browser does not know Global Privacy Control', () => {
  expect('globalPrivacyControl' in navigator).toBe(false);
  expect(recordAnswers(gpc()).answers).toEqual(['granted']);
});

it('Global Privacy Control is read again when the page is shown again, and only changes are reported', () => {
  browserSays(false);
  const { answers } = recordAnswers(gpc());
  showAgain();
  browserSays(true);
  showAgain();
  browserSays(false);
  setVisibility('visible');
  expect(answers).toEqual(['granted', 'denied', 'granted']);
});

it('consent is pending where reading Global Privacy Control throws', () => {
  const get = () => {
    throw new Error('blocked');
  };
  Object.defineProperty(navigator, 'globalPrivacyControl', { configurable: true, get });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'globalPrivacyControl'));
  expect(recordAnswers(gpc()).answers).toEqual(['pending']);
});

it('a stopped source of Global Privacy Control reports nothing and leaves no timer', () => {
  useClock();
  const { answers, stop } = recordAnswers(gpc());
  expect(vi.getTimerCount()).toBe(0);
  stop();
  stop();
  browserSays(true);
  showAgain();
  setVisibility('visible');
  expect(answers).toEqual(['granted']);
});

it('the source of Global Privacy Control lets no exception of its listener out', () => {
  const source = gpc();
  expect(() =>
    source(() => {
      throw new Error('broken');
    })(),
  ).not.toThrow();
});

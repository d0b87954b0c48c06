import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { clicks } from '../../src/plugins/clicks.ts';
import { pages } from '../../src/plugins/pages.ts';
import { actionsOf, advance, setVisibility, start, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

const NAMES = [
  'title',
  'referrer',
  'addEventListener',
  'removeEventListener',
  'prerendering',
  'body',
  'head',
  'cookie',
  'baseURI',
  'readyState',
  'createElement',
  'currentScript',
  'getElementsByTagName',
  'documentElement',
];

const shown: (() => void)[] = [];
// This comes before the document is tidied up.
afterEach(() => shown.splice(0).forEach((show) => show()));

/** Hides a property of the document, as an element with that name does in a browser. The returned function shows it again. */
const hide = (name: string) => {
  const before = Object.getOwnPropertyDescriptor(document, name);
  const element = document.createElement('form');
  Object.defineProperty(document, name, { configurable: true, get: () => element });
  const show = () => {
    if (before) Object.defineProperty(document, name, before);
    else Reflect.deleteProperty(document, name);
  };
  shown.push(show);
  return show;
};

describe.each(NAMES.map((name) => [name]))('on a page with an element named %s', (name) => {
  it(`an element named ${name} changes nothing in what is reported, and causes no error`, async () => {
    const errors = vi.fn();
    window.addEventListener('error', errors);
    onTestFinished(() => window.removeEventListener('error', errors));
    document.title = 'Mates';
    document.body.innerHTML = '<button data-vitrina-track="cart.added">x</button>';
    const button = document.querySelector('button');
    const show = hide(name);
    const { tracker, track, sent, lasting, beacons } = start({ plugins: [pages(), clicks()] });
    await advance(1000);
    button?.click();
    void track('a.one');
    await advance(3000);
    history.pushState(null, '', '/termos');
    Reflect.set(Document.prototype, 'title', 'Termos', document);
    await advance(3000);
    setVisibility('hidden');
    setVisibility('visible');
    const link = tracker.decorate('/x');
    tracker.stop();
    button?.click();
    show();
    const events = [...new Set([...sent, ...lasting, ...beacons])];
    expect(actionsOf(events)).toEqual(['page.viewed', 'cart.added', 'a.one', 'page.viewed']);
    expect(events.flatMap((batch) => batch.events).map(({ page }) => page)).toMatchObject([
      { title: 'Mates', referrer: '' },
      { title: 'Mates' },
      { title: 'Mates' },
      { title: 'Termos' },
    ]);
    expect(link).toMatch(/^http:\/\/shop\.localhost:3000\/x\?vitrina_session=/);
    expect(errors).not.toHaveBeenCalled();
  });
});

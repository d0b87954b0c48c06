import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { advance, silenceConsole, useClock } from '../support/harness.ts';
import { openScriptPage, page, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const SCRIPT = 'https://collector.example/scripts/vitrina.js?id=xy76ks';

/** A page whose further scripts stay in a list instead of being loaded. */
const openPage = () => {
  const world = openScriptPage();
  const added: HTMLScriptElement[] = [];
  const append = vi.spyOn(document.head, 'append').mockImplementation((script) => {
    added.push(script as HTMLScriptElement);
  });
  onTestFinished(() => void append.mockRestore());
  const said = silenceConsole();
  vi.spyOn(console, 'log').mockImplementation(() => {});
  return { ...world, added, append, said: () => said.mock.calls.flat().map(String) };
};

/** Makes the page require trusted types: scripts take addresses of a policy only, and each name of a policy once. */
const requireTrustedTypes = (...allowed: string[]) => {
  class TrustedAddress {
    readonly address: string;
    constructor(address: string) {
      this.address = address;
    }
    toString() {
      return this.address;
    }
  }
  const free = new Set(allowed);
  vi.stubGlobal('trustedTypes', {
    createPolicy(name: string, { createScriptURL }: { createScriptURL: (part: string) => string }) {
      if (!free.delete(name)) throw new TypeError(`Policy "${name}" disallowed.`);
      return { createScriptURL: (part: string) => new TrustedAddress(createScriptURL(part)) };
    },
  });
  const { prototype } = HTMLScriptElement;
  const src = Object.getOwnPropertyDescriptor(prototype, 'src') as PropertyDescriptor;
  Object.defineProperty(prototype, 'src', {
    ...src,
    set(this: HTMLScriptElement, value: unknown) {
      if (!(value instanceof TrustedAddress)) throw new TypeError('This document requires TrustedScriptURL.');
      src.set?.call(this, String(value));
    },
  });
  onTestFinished(() => void Object.defineProperty(prototype, 'src', src));
};

const fail = (script?: HTMLScriptElement) => (script?.onerror as () => void)();

describe('a further file that cannot be loaded', () => {
  it.each(['&debug=true', '&debug=true&consent=granted'])(
    'the tracker goes on where the address of a further file is refused (%s)',
    async (options) => {
      const script = scriptTag(SCRIPT + options);
      requireTrustedTypes();
      const { load, events, said } = openPage();
      await load(script);
      await advance(3_000);
      expect(events()).toMatchObject([{ action: 'page.viewed' }]);
      expect(said()).toEqual(['vitrina: vitrina.debug.js was not loaded']);
    },
  );

  it('the tracker goes on where the page lets nothing be added to its head', async () => {
    const { load, events, append } = openPage();
    append.mockImplementation(() => {
      throw new Error('blocked');
    });
    await load(scriptTag(`${SCRIPT}&debug=true`));
    await advance(3_000);
    expect(events()).toMatchObject([{ action: 'page.viewed' }]);
  });

  it('the tracker goes on where the address of its script is no base for others', async () => {
    const { load, events, said } = openPage();
    await load(
      scriptTag('blob:https://shop.example/7f1c', {
        'data-id': 'xy76ks',
        'data-endpoint': '/in',
        'data-debug': 'true',
      }),
    );
    await advance(3_000);
    expect(events()).toMatchObject([{ action: 'page.viewed' }]);
    expect(said()).toEqual(['vitrina: vitrina.debug.js was not loaded']);
  });

  it('a missing file is reported once under debug, also where the tracker starts again', async () => {
    const { load, added, said } = openPage();
    page.vitrinaConfig = { consent: 'gpc', debug: true };
    const vitrina = await load(scriptTag(SCRIPT));
    expect(added.map(({ src }) => src)).toEqual([
      'https://collector.example/scripts/vitrina.debug.js',
      'https://collector.example/scripts/vitrina.consent.js',
    ]);
    added.splice(0).forEach(fail);
    vitrina.stop();
    await vitrina.initialize('xy76ks');
    added.splice(0).forEach(fail);
    expect(said()).toEqual([
      'vitrina: vitrina.debug.js was not loaded',
      'vitrina: vitrina.consent.js was not loaded, so nothing is sent',
    ]);
  });

  it('an exception in a further file that has loaded does not reach the page', async () => {
    const { load, added, sent } = openPage();
    const vitrina = await load(scriptTag(`${SCRIPT}&consent=gpc`));
    Object.assign(vitrina, {
      consentByName: () => () => {
        throw new Error('a getter of the page');
      },
    });
    expect(() => added[0]?.onload?.(new Event('load'))).not.toThrow();
    await advance(3_000);
    expect(sent).toEqual([]);
  });
});

describe('a consent source whose file cannot be loaded', () => {
  it('nothing is stored or sent, and the console says so without debug', async () => {
    const { load, added, sent, said } = openPage();
    const vitrina = await load(scriptTag(`${SCRIPT}&consent=tcf`));
    void vitrina.track('a.one');
    fail(added[0]);
    await advance(60_000);
    expect(sent).toEqual([]);
    expect(document.cookie + JSON.stringify(localStorage)).not.toMatch(/vitrina/);
    expect(said()).toEqual(['vitrina: vitrina.consent.js was not loaded, so nothing is sent']);
  });

  it('calls wait for an answer of the page, and are then sent with their own times', async () => {
    const { load, added, events } = openPage();
    const vitrina = await load(scriptTag(`${SCRIPT}&consent=tcf&pageViews=false`));
    void vitrina.track('a.one');
    fail(added[0]);
    await advance(60_000);
    vitrina.consent('granted');
    await advance(3_000);
    expect(events()).toMatchObject([{ action: 'a.one', tracked_at: 1_795_262_400 }]);
  });
});

describe('a page that requires trusted types', () => {
  it('further files are loaded through the policy vitrina, which the copies of the script share', async () => {
    const scripts = [scriptTag(`${SCRIPT}&debug=true`), scriptTag(`${SCRIPT}2&debug=true&consent=gpc`)];
    requireTrustedTypes('vitrina');
    const { load, added, said } = openPage();
    for (const script of scripts) await load(script);
    expect(added.map(({ src }) => src)).toEqual(
      ['debug', 'debug', 'consent'].map((part) => `https://collector.example/scripts/vitrina.${part}.js`),
    );
    expect(said()).toEqual([]);
  });

  it('the policy gives addresses of our own files beside the script only', async () => {
    const script = scriptTag(`${SCRIPT}&debug=true`);
    requireTrustedTypes('vitrina');
    const { load } = openPage();
    const { policy } = (await load(script)) as unknown as { policy: { createScriptURL: (part: string) => unknown } };
    for (const part of ['https://evil.example/x', '../../evil', '//evil.example', 'a/../b?c#d', '']) {
      expect(String(policy.createScriptURL(part))).toMatch(
        /^https:\/\/collector\.example\/scripts\/vitrina\.[\w-]*\.js$/,
      );
    }
  });
});

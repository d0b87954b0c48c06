import { readFileSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import type { Response, Vitrina } from '../../../src/types/tracker.ts';
import { fakeNetwork } from '../../support/page.ts';

type Queue = { q: { push: (call: unknown) => unknown } & unknown[] };
/** `window.vitrina` before and after the script has loaded. */
type Global = Omit<Vitrina, 'track'> &
  Queue & { track: (action: string, props?: unknown) => Promise<Response> } & ((
    name: string,
    ...values: unknown[]
  ) => Promise<Response>);

export const page = window as unknown as {
  vitrina?: Global;
  vitrinaConfig?: unknown;
};

export const STUB = readFileSync('src/script/entries/stub.js', 'utf8');

/** Runs a text as a script of the page. */
export const run = (text: string): unknown => (0, eval)(text);

/** Adds the stub to the page, as the snippet does. */
export const placeStub = (): Global => {
  run(STUB);
  return page.vitrina as Global;
};

export const scriptTag = (src: string, attributes: Record<string, string> = {}) => {
  const script = document.createElement('script');
  for (const [name, value] of Object.entries({ ...attributes, src })) script.setAttribute(name, value);
  return script;
};

/** Opens a page that runs the script. Everything that the script starts ends with the test. */
export const openScriptPage = (answer?: Parameters<typeof fakeNetwork>[0]) => {
  const network = fakeNetwork(answer);
  onTestFinished(() => {
    const trackers = (page.vitrina as { trackers?: Record<string, Vitrina> } | undefined)?.trackers ?? {};
    for (const tracker of Object.values(trackers)) tracker.stop();
    for (const name of ['vitrina', 'vitrinaConfig'] as const) Reflect.deleteProperty(page, name);
    Reflect.deleteProperty(document, 'currentScript');
    Reflect.deleteProperty(history, 'pushState');
    Reflect.deleteProperty(history, 'replaceState');
  });
  /** Runs `src/script/entries/vitrina.ts` as the file of this element; `null` if the browser does not say which element it is. */
  const load = async (current: unknown = null): Promise<Global> => {
    Object.defineProperty(document, 'currentScript', { configurable: true, value: current });
    vi.resetModules();
    await import('../../../src/script/entries/vitrina.ts');
    Object.defineProperty(document, 'currentScript', { configurable: true, value: null });
    return page.vitrina as Global;
  };
  return { ...network, load };
};

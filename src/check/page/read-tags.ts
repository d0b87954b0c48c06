import { parseObject, stringify } from '../../base/json.js';
import { consentByName } from '../../privacy/consent-sources/by-name.js';
import { readConfig } from '../../script/config.js';
import { takeHellotextOptions } from '../../script/hellotext-options.js';
import { takeShopOptions } from '../../script/shop-options.js';
import { checkOptions } from '../../tracker/check-options.js';
import type { TrackerOptions } from '../../types/tracker.js';
import type { SeenTag } from '../sight.js';

/** The files that make a tracker; others are loaded by these. */
const MAIN = /\/(vitrina(\.(storefront|hellotext))?\.js)(?=[?#]|$)/;
const RUNS = /^$|^module$|^(text|application)\/(x-)?(java|ecma)script/i;

/** Options as text can show them. */
const toShown = (options: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, parseObject(`{"a":${stringify(value)}}`)?.a ?? typeof value]),
  );

/** Checks id and options as the script does when it starts with them. */
const check = (file: string, id: string | undefined, given: Record<string, unknown>) => {
  const options: Record<string, unknown> = { ...given };
  try {
    const notes: string[] = [];
    if (file !== 'vitrina.js') {
      takeHellotextOptions(options);
      if (file.includes('storefront')) takeShopOptions(options);
      if (options.destination === 'hellotext') options.destination = { name: 'hellotext' };
    }
    const { consent } = options;
    if (typeof consent === 'string' && !/^(granted|denied|pending)$/.test(consent)) {
      if (!consentByName(consent)) notes.push(`there is no consent source "${consent}"`);
      options.consent = () => () => {};
    }
    // A tag without an id is told elsewhere; its options are checked all the same.
    return { notes: [...notes, ...checkOptions(id ?? 'none', options as Partial<TrackerOptions>)] };
  } catch (error) {
    return { notes: [], refusal: error instanceof Error ? error.message : String(error) };
  }
};

const readTag = (element: HTMLScriptElement, { 1: file = '', input }: RegExpExecArray): SeenTag => {
  const { id, ...options } = readConfig(element);
  const type = element.getAttribute('type') ?? '';
  return {
    address: new URL(input, document.baseURI).href,
    file,
    loading: type === 'module' ? 'module' : element.async ? 'async' : element.defer ? 'defer' : 'blocking',
    heldBy: RUNS.test(type) ? undefined : type,
    id,
    options: toShown(options),
    ...check(file, id, options),
  };
};

/** Notes each script element of Vitrina, also one that is taken out of the page again. */
export const watchTags = (): (() => SeenTag[]) => {
  const seen = new Map<HTMLScriptElement, RegExpExecArray>();
  const take = (element: Element) => {
    // Consent tools and optimisers keep the address in an attribute of their own until the script may run.
    const address = element instanceof HTMLScriptElement && (element.src || element.getAttribute('data-src'));
    const found = address && MAIN.exec(address);
    if (found) seen.set(element as HTMLScriptElement, found);
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        take(node);
        for (const inner of node.getElementsByTagName('script')) take(inner);
      }
    }
  }).observe(document, { childList: true, subtree: true });
  return () => {
    for (const element of document.getElementsByTagName('script')) take(element);
    return [...seen].map(([element, found]) => readTag(element, found));
  };
};

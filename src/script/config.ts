import { isObject } from '../base/json.js';
import { ofDocument } from '../browser/of-document.js';
import type { TrackerOptions } from '../types/tracker.js';

/** Public CDNs. A script that comes from one has no collector at the same origin. */
const PUBLIC_CDN = /(^|\.)(unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com)$/;
/** Origin, host and query of an http address. */
const ADDRESS = /^(https?:\/\/([^/?#:]+)[^/?#]*)[^?#]*(\?[^#]*)?/;
const OWN_FILE = /\/vitrina[\w.-]*\.js(\?|#|$)/;

/**
 * Returns the id and the options of the script tag. Priority: `window.vitrinaConfig`, the query of the script's address, its
 * `data-*` attributes. The query exists for Google Tag Manager, which keeps only `src` and `id` of a script element.
 */
export const readConfig = (script?: HTMLScriptElement): Partial<TrackerOptions> & { id?: string } => {
  // `URL` takes 2 ms at its first use on a slow phone (Chromium 156, 2026-11).
  const [, origin = '', host = '', query = ''] = ADDRESS.exec(script?.src ?? '') ?? [];
  const { vitrinaConfig } = window as { vitrinaConfig?: unknown };
  const config: Record<string, unknown> = {};
  if (origin && !PUBLIC_CDN.test(host)) config.endpoint = `${origin}/v1/events`;
  for (const [name, text] of [...Object.entries({ ...script?.dataset }), ...new URLSearchParams(query)]) {
    config[name] = toOption(name, text as string);
  }
  // An element with that id is also found as `window.vitrinaConfig`; only a plain object is read.
  return { ...config, ...(isObject(vitrinaConfig) ? vitrinaConfig : undefined) };
};

/**
 * Returns the element of this script, `undefined` if it was loaded in another way. An element that the page has named
 * `currentScript` hides the document's property, so only a script element is trusted.
 */
export const findScript = (): HTMLScriptElement | undefined => {
  const { currentScript: current } = document;
  if (current instanceof HTMLScriptElement && current.src) return current;
  const scripts = ofDocument('getElementsByTagName').call(document, 'script') as HTMLCollectionOf<HTMLScriptElement>;
  return [...scripts].reverse().find(({ src }) => OWN_FILE.test(src));
};

/** Parses the text of an option: JSON where it is valid JSON (a number, a flag, a list, an object), else the text itself. */
const toOption = (name: string, text: string): unknown => {
  if (name === 'redact') return text.split(/\s*,\s*/);
  if (name === 'id' || name === 'session') return text;
  // An exception takes longer than the rest of the configuration.
  if (!/^([[{"\d-]|true$|false$|null$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

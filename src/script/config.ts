import { isObject } from '../base/json.js';
import type { TrackerOptions } from '../types/tracker.js';

/** Public networks, where the path beside the script is nobody's collector. */
const PUBLIC_CDN = /(^|\.)(unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com)$/;
const OWN_FILE = /\/vitrina[\w.-]*\.js(\?|#|$)/;

/**
 * Id and options of the script tag: `window.vitrinaConfig`, then the query of the script's own address, then its `data-*`.
 * The query is there for Google Tag Manager, which rebuilds script elements with nothing but `src` and `id`.
 */
export const readConfig = (script?: HTMLScriptElement): Partial<TrackerOptions> & { id?: string } => {
  const source = script && new URL(script.src, location.href);
  const { vitrinaConfig } = window as { vitrinaConfig?: unknown };
  const config: Record<string, unknown> = {};
  if (source && !PUBLIC_CDN.test(source.hostname)) config.endpoint = `${source.origin}/v1/events`;
  for (const [name, text] of [...Object.entries({ ...script?.dataset }), ...(source?.searchParams ?? [])]) {
    config[name] = toOption(name, text as string);
  }
  // An element with that id stands in the same place.
  return { ...config, ...(isObject(vitrinaConfig) ? vitrinaConfig : undefined) };
};

/** An element named `currentScript` takes the property's place, so only a real script element is trusted. */
export const findScript = (): HTMLScriptElement | undefined => {
  const { currentScript: current } = document;
  if (current instanceof HTMLScriptElement && current.src) return current;
  return [...document.getElementsByTagName('script')].reverse().find(({ src }) => OWN_FILE.test(src));
};

/** What an option's text means: a list, an object as JSON, a number, a flag. */
const toOption = (name: string, text: string): unknown => {
  if (name === 'redact') return text.split(/\s*,\s*/);
  if (name === 'id' || name === 'session') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

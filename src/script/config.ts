import { isPlainObject } from '../core/copy';
import type { TrackerOptions } from '../types';

/** Public networks, where the path beside the script is nobody's collector. */
const PUBLIC_CDN = /(^|\.)(unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com)$/;
const OWN_FILE = /\/vitrina[\w.-]*\.js(\?|#|$)/;

export interface ScriptConfig {
  /** With an id the script starts by itself. */
  id: string | undefined;
  options: Partial<TrackerOptions>;
}

/**
 * Options of the script tag: `window.vitrinaConfig`, then the query of the script's own address, then its `data-*`. The query
 * is there for Google Tag Manager, which rebuilds script elements with nothing but `src` and `id`.
 */
export const readConfig = (): ScriptConfig => {
  const script = findScript();
  const source = script && new URL(script.src, location.href);
  const global: unknown = (window as { vitrinaConfig?: unknown }).vitrinaConfig;
  const texts = { ...script?.dataset, ...Object.fromEntries(source?.searchParams ?? []) } as Record<string, string>;
  const { id, ...options } = { ...toOptions(texts), ...(isPlainObject(global) ? global : undefined) };
  if (source && !options.endpoint && !PUBLIC_CDN.test(source.hostname)) options.endpoint = `${source.origin}/v1/events`;
  return { id: id === undefined ? undefined : String(id), options };
};

/** An element named `currentScript` takes the property's place, so only a real script element is trusted. */
const findScript = (): HTMLScriptElement | undefined => {
  const current: unknown = document.currentScript;
  if (current instanceof HTMLScriptElement && current.src) return current;
  const scripts = [...document.getElementsByTagName('script')];
  return scripts.filter(({ src }) => OWN_FILE.test(src)).pop();
};

/** Texts to what the options expect: `pageViews=hash`, `redact=a,b`, `cookieDomain=…`. */
const toOptions = (texts: Record<string, string>): Record<string, unknown> => {
  const options: Record<string, unknown> = {};
  const cookie: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(texts)) {
    const part = /^cookie([A-Z]\w+)$/.exec(name)?.[1]?.toLowerCase();
    if (part) cookie[part] = part === 'days' ? Number(text) : text;
    else if (name === 'redact') options[name] = text.split(',');
    else if (name === 'pageViews' && text === 'hash') options[name] = { hash: true };
    else if (/^(flushAfter|batchSize)$/.test(name)) options[name] = Number(text);
    else options[name] = /^(true|false)$/.test(text) ? text === 'true' : text;
  }
  return Object.keys(cookie).length ? { ...options, cookie } : options;
};

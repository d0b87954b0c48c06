import { attempt } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import type { Values } from '../../../facts/values.js';

/**
 * The address of the cart in the Store API, as the page gives it; `undefined` if the page gives none. It is not guessed, because a
 * wrong address would cause an error in the console.
 */
export const readAddress = (): string | undefined => {
  const { wpApiSettings: settings } = window as unknown as Values;
  const link = document.querySelector<HTMLLinkElement>('link[rel="https://api.w.org/"]');
  const root = isObject(settings) && typeof settings.root === 'string' ? settings.root : link?.href;
  const url = attempt(() => root && new URL(`${root.replace(/\/?$/, '/')}wc/store/v1/cart`));
  return url && url.origin === location.origin ? url.href : undefined;
};

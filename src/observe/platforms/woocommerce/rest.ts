import { isObject } from '../../../base/json.js';
import type { Values } from '../../../facts/values.js';

/** Where the shop's own interface is by what the page says; it is not guessed, since a wrong address would be an error in the console. */
export const readAddress = (): string | undefined => {
  const { wpApiSettings: settings } = window as unknown as Values;
  const link = document.querySelector<HTMLLinkElement>('link[rel="https://api.w.org/"]');
  const root = isObject(settings) && typeof settings.root === 'string' ? settings.root : link?.href;
  try {
    const { href, origin } = new URL(`${root?.replace(/\/?$/, '/')}wc/store/v1/cart`);
    return root && origin === location.origin ? href : undefined;
  } catch {
    return undefined;
  }
};

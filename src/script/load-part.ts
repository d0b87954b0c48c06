import { attempt, quietly } from '../base/attempt.js';
import { ofDocument } from '../browser/of-document.js';

/**
 * Loads a part that only some pages need, from the file `vitrina.<part>.js` beside the script. Calls `onfail` if the file cannot be
 * loaded.
 */
export type Load = (part: string, onload?: () => void, onfail?: () => void) => void;

/** Where the copies of the script on a page keep what they share. */
interface Shared {
  /** Gives addresses of our own further files to pages that require trusted types. */
  policy?: { createScriptURL: (part: string) => string };
}

/**
 * Creates the function that loads further files. It never throws: without the file, the tracker goes on.
 * @param shared returns the page's object; a page may allow only one policy of our name
 * @param onFail gets the name of a part whose file is blocked or missing
 */
export const createLoad = (
  script: HTMLScriptElement | undefined,
  shared: () => Shared,
  onFail: (part: string) => void,
): Load => {
  // Any script of the page can use the policy, so it takes a part's name, and not an address.
  const createScriptURL = (part: string) => new URL(`vitrina.${part.replace(/[^\w-]/g, '')}.js`, script?.src).href;

  return (part, onload, onfail) => {
    const onerror = () => {
      onFail(part);
      onfail?.();
    };
    try {
      const { trustedTypes } = window as {
        trustedTypes?: { createPolicy(name: string, rules: Shared['policy']): never };
      };
      shared().policy ??= attempt(() => trustedTypes?.createPolicy('vitrina', { createScriptURL }));
      const src = (shared().policy ?? { createScriptURL }).createScriptURL(part);
      const element = ofDocument('createElement').call(document, 'script') as HTMLScriptElement;
      ofDocument('head').append(
        Object.assign(element, { src, nonce: script?.nonce, onload: onload && quietly(onload), onerror }),
      );
    } catch {
      onerror();
    }
  };
};

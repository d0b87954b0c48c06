import { CONNECTIONS } from './connections.ts';
import { SHOPS } from './shops.ts';
import { SITES } from './sites.ts';
import type { LanguageCode, Step } from './step.ts';

/** The steps of a drawing in a language; `undefined` if there is no drawing of this name. */
export const stepsOf = (name: string, language: LanguageCode): Step[] | undefined =>
  ({ ...SHOPS, ...SITES, ...CONNECTIONS })[name]?.((en, es, pt) => ({ en, es, pt })[language]);

import type { Scene } from './scenes.ts';

export type LanguageCode = 'en' | 'es' | 'pt';

/** One step: what it shows, and what to do there. `**…**` are words of the platform. */
export interface Step {
  scene: Scene;
  say: string;
  /** Whether it is one of several ways, of which one is enough. */
  isChoice?: boolean;
}

/** Picks the text in the language of the page. */
export type Pick = (en: string, es: string, pt: string) => string;

/** The steps of each drawing, by its name. */
export type Drawings = Record<string, (pick: Pick) => Step[]>;

/** The line, with the address cut so that it fits. */
export const LINE = ['<script async src="…/', '  vitrina.storefront.js', '  ?id=xy76ks"></script>'];

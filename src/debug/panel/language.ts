import { en } from './texts/en.js';
import type { Texts } from './texts/en.js';

/** The languages of the panel, with the names that their speakers give them. English is part of the panel, the others are files. */
export const LANGUAGES: Record<string, string> = { en: 'English', es: 'Español', pt: 'Português' };

/** What the panel is written in. */
export interface Language {
  code: string;
  /** For numbers and money: with the browser's region, if it speaks this language. */
  locale: string;
  texts: Texts;
}

/** Gets the texts of a language; `undefined` if its file cannot be loaded. */
export type LoadTexts = (code: string) => Promise<Texts | undefined>;

/**
 * Returns the first of the wishes that the panel speaks, and English if there is none or if its file cannot be loaded. A wish is a
 * language, with or without a region.
 */
export const findLanguage = async (
  wishes: readonly (string | null | undefined)[],
  loadTexts: LoadTexts,
): Promise<Language> => {
  const toCode = (wish: string | null | undefined) => wish?.slice(0, 2).toLowerCase() ?? '';
  const wished = wishes.map(toCode).find((one) => one in LANGUAGES) ?? 'en';
  const texts = wished === 'en' ? en : await loadTexts(wished);
  const code = texts ? wished : 'en';
  const locale = wishes.find((wish) => wish && toCode(wish) === code && /^\w\w-/.test(wish)) ?? code;
  return { code, locale, texts: texts ?? en };
};

/** Fills the places in a text with values. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

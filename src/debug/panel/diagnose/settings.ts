import { attempt } from '../../../base/attempt.js';
import type { Journal } from '../journal.js';

/** A script tag of Vitrina on the page: where it came from, and what is set in it. */
export interface Tag {
  src: string;
  options: Record<string, unknown>;
}

/** Returns what a business was started with: the options of its tag, and those of the call of `initialize`. */
export const settingsOf = (business: string, tags: Tag[], { starts }: Pick<Journal, 'starts'>) => {
  const tag = tags.find(({ options }) => options.id === business) ?? tags[0];
  const call = starts.filter(({ id, message }) => id === business && !message).pop();
  return { ...tag?.options, ...(call?.options as object | undefined) } as Record<string, unknown>;
};

/** Returns the absolute address of the collector; `undefined` where events go elsewhere, as to Hellotext. */
export const endpointOf = ({ destination, endpoint }: Record<string, unknown>): string | undefined =>
  !destination && typeof endpoint === 'string'
    ? attempt(() => new URL(endpoint, location.href).href.replace(/#.*/, ''))
    : undefined;

/** Whether the page is a preview, which sends nothing. */
export const isPreview = ({ cookie, destination }: Record<string, unknown>): boolean => {
  const prefix = (cookie as { prefix?: string } | undefined)?.prefix ?? (destination ? 'hello_' : 'vitrina_');
  return new URLSearchParams(location.search).has(`${prefix}preview`);
};

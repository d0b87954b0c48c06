import type { Adapter } from '../../observe/facts.js';

/** Leaves the adapter of a platform where the storefront script, which asked for its file, finds it. */
export const offer = (name: string, adapter: (options: object) => Adapter): void => {
  const { vitrina } = window as { vitrina?: { adapters?: Record<string, typeof adapter> } };
  if (vitrina) vitrina.adapters = { ...vitrina.adapters, [name]: adapter };
};

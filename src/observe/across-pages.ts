import { attempt } from './quietly.js';

/** How long a page may take to follow a form, in ms. */
export const NEXT_PAGE = 120_000;

/** What one page of a visit leaves for those that follow in the same tab. */
export interface Across<T> {
  keep(value: T): void;
  /** What was kept, unless it is too old. */
  read(): T | undefined;
  forget(): void;
}

/**
 * Opens a place in session storage.
 * @param age how long what is kept is worth anything, in ms
 */
export const acrossPages = <T>(name: string, age: number): Across<T> => {
  const key = `vitrina:1:~${name}`;
  // Storage may be refused, and what is in it may be anybody's.
  return {
    keep: (value) => attempt(() => sessionStorage.setItem(key, JSON.stringify([Date.now(), value]))),
    read: () =>
      attempt(() => {
        const [at, value] = JSON.parse(sessionStorage.getItem(key) ?? '') as [number, T];
        return Date.now() - at < age ? value : undefined;
      }),
    forget: () => attempt(() => sessionStorage.removeItem(key)),
  };
};

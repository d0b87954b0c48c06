/** Returns the names of everything that the browser has stored on the page's origin, by Vitrina or by others. Runs in the page. */
export const readTraces = async () => ({
  cookies: document.cookie
    .split('; ')
    .filter(Boolean)
    .map((pair) => pair.split('=')[0])
    .sort(),
  localStorage: Object.keys(localStorage).sort(),
  sessionStorage: Object.keys(sessionStorage).sort(),
  databases: (await indexedDB.databases()).map(({ name }) => name),
});

/** The traces in a browser that has stored nothing about the visitor, except these `cookies`. */
export const noTraces = (...cookies: string[]) => ({ cookies, localStorage: [], sessionStorage: [], databases: [] });

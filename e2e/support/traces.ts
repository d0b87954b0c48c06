/** What a visitor's browser has kept of Vitrina, or of anything else, on the page's origin. Runs in the page. */
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

/** A browser that knows nothing of the visitor; `cookies` aside. */
export const noTraces = (...cookies: string[]) => ({ cookies, localStorage: [], sessionStorage: [], databases: [] });

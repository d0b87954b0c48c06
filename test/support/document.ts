/* What a visitor or a browser does to the page of the tests. */

let visibility: DocumentVisibilityState = 'visible';
export const setVisibility = (state: DocumentVisibilityState) => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};
export const pageTransition = (type: 'pagehide' | 'pageshow', persisted = false) => {
  window.dispatchEvent(Object.assign(new Event(type), { persisted }));
};

/** Returns the cookies of this host, by their names. */
export const cookies = (): Record<string, string> =>
  Object.fromEntries(
    document.cookie
      .split('; ')
      .filter(Boolean)
      .map((pair) => [pair.split('=')[0] ?? '', decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]),
  );

export const clearCookies = () => {
  const host = location.hostname;
  for (const name of Object.keys(cookies())) {
    for (const domain of ['', `; domain=${host}`, `; domain=.${host.split('.').slice(-2).join('.')}`]) {
      document.cookie = `${name}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT${domain}`;
    }
  }
};

export const HOME = 'http://shop.localhost:3000/';
const inPage = typeof window !== 'undefined';

if (inPage) {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => visibility === 'hidden' });
}

/** Gives the document this address, as if the browser had loaded it from there. */
export const visit = (address: string) => {
  (window as unknown as { happyDOM: { setURL: (url: string) => void } }).happyDOM.setURL(address);
  history.replaceState(null, '', address);
};

/** Restores the document to its state before the first test. */
export const tidyDocument = () => {
  visibility = 'visible';
  if (!inPage) return;
  clearCookies();
  localStorage.clear();
  document.title = '';
  document.body.innerHTML = '';
  visit(HOME);
};

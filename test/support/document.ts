/* The page of the tests: what a visitor or a browser does to it. */

let visibility: DocumentVisibilityState = 'visible';
export const setVisibility = (state: DocumentVisibilityState) => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};
export const pageTransition = (type: 'pagehide' | 'pageshow', persisted = false) => {
  window.dispatchEvent(Object.assign(new Event(type), { persisted }));
};

/** Every cookie of this host, as name and value. */
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

/** Makes the document one of this address, as if the browser had loaded it. */
export const visit = (address: string) => {
  (window as unknown as { happyDOM: { setURL: (url: string) => void } }).happyDOM.setURL(address);
  history.replaceState(null, '', address);
};

/** The document as it was when the first test began. */
export const tidyDocument = () => {
  visibility = 'visible';
  if (!inPage) return;
  clearCookies();
  localStorage.clear();
  document.title = '';
  document.body.innerHTML = '';
  visit(HOME);
};

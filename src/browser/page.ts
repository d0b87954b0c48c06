import type { Page } from '../types';

/** The page as events describe it, without what must not leave it. */
export const createPage = (redact: (url: string) => string) => {
  let referrer = document.referrer && redact(document.referrer);
  let seen = '';
  let url = '';
  let path = '';

  /** Addresses are worked over once, not at each event. */
  const look = () => {
    if (location.href === seen) return;
    seen = location.href;
    url = redact(seen);
    path = url.replace(/^\w+:\/\/[^/]*|[?#].*$/g, '') || '/';
  };
  look();

  return {
    read(): Page {
      look();
      return { url, title: document.title, path, referrer };
    },
    /** A new page was shown without a new document: the address before is its referrer. */
    moved(previous: string) {
      referrer = redact(previous);
    },
  };
};

import { toAddress } from '../events/to-event.js';
import { redactText } from '../privacy/redact-url.js';
import type { Page } from '../types/tracker.js';

/** The page as events name it, without what must not leave it. */
export const createCurrentPage = (redact: (address: string) => string) => {
  let referrer = redact(document.referrer);
  let seen = '';
  let address = toAddress('');

  return {
    /** The page at the address `href`. Addresses are redacted once, not for each event. */
    read(href: string, title: string): Page {
      if (href !== seen) address = toAddress(redact((seen = href)));
      return { ...address, title: redactText(title), referrer };
    },
    /** The address `previous` was shown before: it is the referrer of what follows. */
    moved(previous: string) {
      referrer = redact(previous);
    },
  };
};

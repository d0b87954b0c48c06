import { ofDocument } from '../browser/of-document.js';
import { toAddress } from '../events/to-event.js';
import { redactText } from '../privacy/redact-url.js';
import type { Page } from '../types/tracker.js';

/** Creates the state of the current page. Its addresses and its title are redacted. */
export const createCurrentPage = (redact: (address: string) => string) => {
  let referrer = redact(ofDocument('referrer'));
  let seen = '';
  let address = toAddress('');

  return {
    /** Returns the page at `href` for an event. An address is redacted once, not for each event. */
    read(href: string, title: string): Page {
      if (href !== seen) address = toAddress(redact((seen = href)));
      return { ...address, title: redactText(title), referrer };
    },
    /** The page has navigated from `previous`, which becomes the referrer of later events. */
    moved(previous: string) {
      referrer = redact(previous);
    },
  };
};

import { log } from '../../base/log.js';
import { consentByName } from '../../privacy/consent-sources/by-name.js';
import type { PageVitrina } from '../page-vitrina.js';

/** Gives the page the consent sources by name. The script loads this file when its `consent` option names one. */
const { vitrina } = window as unknown as { vitrina?: PageVitrina };
if (vitrina?.library)
  vitrina.consentByName = (name, options) => {
    const source = consentByName(name, options);
    if (!source)
      log(`there is no consent "${name}"; use granted, denied, pending, gpc, google-consent-mode, tcf or shopify`);
    return source;
  };

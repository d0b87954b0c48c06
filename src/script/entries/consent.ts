import { consentByName } from '../../privacy/consent-sources/by-name.js';

/** What knows consent by a name, for the script, which loads this file when it is asked for one. */
const page = window as unknown as { vitrina?: { library?: string; consentByName?: typeof consentByName } };
if (page.vitrina?.library) page.vitrina.consentByName = consentByName;

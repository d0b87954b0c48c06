import { consentByName } from '../../privacy/consent-sources/by-name.js';

/** Gives the page the consent sources by name. The script loads this file when its `consent` option names one. */
const page = window as unknown as { vitrina?: { library?: string; consentByName?: typeof consentByName } };
if (page.vitrina?.library) page.vitrina.consentByName = consentByName;

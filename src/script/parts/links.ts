import { decorateLinks } from '../../links/decorate-links.js';
import { offer } from './offer.js';

offer('links', ({ linkDomains }: { linkDomains: string[] }) => decorateLinks(linkDomains));

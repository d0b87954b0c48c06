import { decorateLinks } from '../../links/decorate-links.js';
import { offer } from '../parts.js';

offer('links', ({ linkDomains }: { linkDomains: string[] }) => decorateLinks(linkDomains));

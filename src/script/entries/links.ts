import { decorateLinks } from '../../links/decorate-links.js';
import { registerPart } from '../parts.js';

registerPart('links', ({ linkDomains }: { linkDomains: string[] }) => decorateLinks(linkDomains));

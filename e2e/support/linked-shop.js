import vitrina from 'vitrina';
import { decorateLinks } from 'vitrina/links';
import { pages } from 'vitrina/plugins/pages';

// A shop with two domains that has Vitrina from npm. What differs from test to test stands in the page.
const { id, endpoint, linkDomains } = /** @type {HTMLElement} */ (document.querySelector('[data-endpoint]')).dataset;
Object.assign(window, { vitrina });
void vitrina.initialize(String(id), {
  endpoint,
  linkDomains,
  plugins: [pages(), decorateLinks([String(linkDomains)])],
});

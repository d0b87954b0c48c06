import { all, listen } from '../browser/listen.js';
import { ofDocument } from '../browser/of-document.js';
import type { Plugin, Stop } from '../types/tracker.js';
import { createDomainTest } from '../visitor/link-domains.js';
import { decorate, linkParameters, undecorate } from '../visitor/session-link.js';

/* These call the prototype's methods, because a field of a form hides the form's method of the same name. */
const getAttribute = (element: Element, name: string) => Element.prototype.getAttribute.call(element, name);
const setAttribute = (element: Element, name: string, value: string) =>
  Element.prototype.setAttribute.call(element, name, value);
const isLink = (target: EventTarget): target is Element =>
  target instanceof Element && Element.prototype.matches.call(target, 'a[href],area[href]');

/**
 * Plugin that adds the session to links and forms that lead to one of `linkDomains`, the other domains of the shop. It changes
 * them at the click and changes them back at once, so that a copied link, or one that the page reads, has no session in it.
 * @example
 * ```ts
 * import { createTracker } from 'vitrina';
 * import { decorateLinks } from 'vitrina/links';
 *
 * const linkDomains = ['checkout.example'];
 * createTracker('xy76ks', { endpoint: 'https://events.example.com/v1/events', linkDomains, plugins: [decorateLinks(linkDomains)] });
 * ```
 */
export const decorateLinks =
  (linkDomains: string[] = []): Plugin =>
  (host) => {
    if (!linkDomains.length) return;
    const { prefix } = host;
    const isLinked = createDomainTest(linkDomains);
    const restore: Stop[] = [];
    const restoreAll = all(restore);

    const linkSession = () => ({ session: host.session, prefix, now: Date.now(), base: ofDocument('baseURI') });

    /** Throws for an invalid address. */
    const leadsToOtherDomain = (address: string): boolean => {
      const { hostname, protocol } = new URL(address, ofDocument('baseURI'));
      // A session from an https page must not be sent over http.
      return (
        hostname !== location.hostname &&
        isLinked(hostname) &&
        !(protocol === 'http:' && location.protocol === 'https:')
      );
    };

    const change = (element: Element, name: string, address: string) => {
      const decorated = decorate(address, linkSession());
      if (decorated === address) return;
      setAttribute(element, name, decorated);
      restore.push(() => {
        const now = getAttribute(element, name);
        // If the page has changed the address meanwhile, its change stays.
        if (now === decorated) setAttribute(element, name, address);
        else if (now) setAttribute(element, name, undecorate(now, prefix, ofDocument('baseURI')));
      });
    };

    const followLink = (event: MouseEvent) => {
      const link = event.composedPath().find(isLink);
      const address = link && getAttribute(link, 'href');
      if (address && event.button !== 2 && leadsToOtherDomain(address)) change(link, 'href', address);
    };

    const sendForm = ({ target, submitter, defaultPrevented }: SubmitEvent) => {
      if (defaultPrevented || !(target instanceof HTMLFormElement)) return;
      const isOwn = submitter?.hasAttribute('formaction');
      const [holder, name] = isOwn ? [submitter as Element, 'formaction'] : [target, 'action'];
      const address = getAttribute(holder, name);
      const method = submitter?.getAttribute('formmethod') ?? getAttribute(target, 'method') ?? '';
      if (!address || !leadsToOtherDomain(address) || /^dialog$/i.test(method)) return;
      if (/^post$/i.test(method)) return change(holder, name, address);
      // The fields of a GET form replace the query of its address, so the parameters become fields.
      for (const [field, value] of linkParameters(linkSession(), new URL(address, ofDocument('baseURI')).hostname)) {
        const input = ofDocument('createElement').call(document, 'input');
        Object.assign(input, { type: 'hidden', name: field, value });
        Node.prototype.appendChild.call(target, input);
        restore.push(() => input.remove());
      }
    };

    const handle =
      <E extends Event>(task: (event: E) => void) =>
      (event: E) => {
        restoreAll();
        try {
          task(event);
        } catch {
          // An invalid address leads to no other domain.
        }
        // The browser reads the address at the end of the current task.
        setTimeout(restoreAll);
      };

    const onClick = handle(followLink);
    return all([
      // While capturing, because the page may stop the event, or follow the link in its own listener.
      listen(window, 'click', onClick, { capture: true }),
      listen(window, 'auxclick', onClick, { capture: true }),
      // While bubbling too, for links whose address the page sets in its own listener.
      listen(window, 'click', onClick),
      // Only while bubbling, because a form that the page sends by script must not contain our fields.
      listen(window, 'submit', handle(sendForm)),
      restoreAll,
    ]);
  };

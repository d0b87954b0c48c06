import { all, listen } from '../browser/listen.js';
import type { Plugin, Stop } from '../types/tracker.js';
import { decorate, linkParameters, undecorate } from '../visitor/session-link.js';
import { createDomainTest } from './link-domains.js';

/* By the prototype, since a form's own methods may be hidden by fields of the same name. */
const get = (element: Element, name: string) => Element.prototype.getAttribute.call(element, name);
const set = (element: Element, name: string, value: string) =>
  Element.prototype.setAttribute.call(element, name, value);
const isLink = (target: EventTarget): target is Element =>
  target instanceof Element && Element.prototype.matches.call(target, 'a[href],area[href]');

/**
 * Carries the session along when the visitor follows a link or sends a form to one of the other domains of the shop. Links and
 * forms are changed for the moment of the click only, so that what is copied, or read by the page's code, stays as it was.
 */
export const decorateLinks =
  (linkDomains: string[] = []): Plugin =>
  (host) => {
    if (!linkDomains.length) return;
    const { prefix } = host;
    const isLinked = createDomainTest(linkDomains);
    const restore: Stop[] = [];
    const restoreAll = all(restore);

    const maker = () => ({ session: host.session, prefix, now: Date.now(), base: document.baseURI });

    const isOther = (address: string): boolean => {
      const { hostname, protocol } = new URL(address, document.baseURI);
      // What is secret on https does not go over http.
      return (
        hostname !== location.hostname &&
        isLinked(hostname) &&
        !(protocol === 'http:' && location.protocol === 'https:')
      );
    };

    const change = (element: Element, name: string, address: string) => {
      const decorated = decorate(address, maker());
      if (decorated === address) return;
      set(element, name, decorated);
      restore.push(() => {
        const now = get(element, name);
        // The page may have changed it too, and that has to stay.
        if (now === decorated) set(element, name, address);
        else if (now) set(element, name, undecorate(now, prefix, document.baseURI));
      });
    };

    const followLink = (event: MouseEvent) => {
      const link = event.composedPath().find(isLink);
      const address = link && get(link, 'href');
      if (address && event.button !== 2 && isOther(address)) change(link, 'href', address);
    };

    const sendForm = ({ target, submitter, defaultPrevented }: SubmitEvent) => {
      if (defaultPrevented || !(target instanceof HTMLFormElement)) return;
      const isOwn = submitter?.hasAttribute('formaction');
      const [holder, name] = isOwn ? [submitter as Element, 'formaction'] : [target, 'action'];
      const address = get(holder, name);
      const method = submitter?.getAttribute('formmethod') ?? get(target, 'method') ?? '';
      if (!address || !isOther(address) || /^dialog$/i.test(method)) return;
      if (/^post$/i.test(method)) return change(holder, name, address);
      // Fields take the place of the address's query.
      for (const [field, value] of linkParameters(maker())) {
        const input = document.createElement('input');
        Object.assign(input, { type: 'hidden', name: field, value });
        Node.prototype.appendChild.call(target, input);
        restore.push(() => input.remove());
      }
    };

    const at =
      <E extends Event>(task: (event: E) => void) =>
      (event: E) => {
        restoreAll();
        try {
          task(event);
        } catch {
          // An address that is none leads nowhere.
        }
        // The browser takes the address at the end of this very task.
        setTimeout(restoreAll);
      };

    const follow = at(followLink);
    return all([
      // First of all, since the page may stop the event, or go where the link leads by itself.
      listen(window, 'click', follow, { capture: true }),
      listen(window, 'auxclick', follow, { capture: true }),
      // And last of all, for links that get their address by the click.
      listen(window, 'click', follow),
      // Last only: forms that the page sends by itself must not have fields of ours.
      listen(window, 'submit', at(sendForm)),
      restoreAll,
    ]);
  };

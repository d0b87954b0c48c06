/**
 * A client-side router over the History API, as small as they come.
 *
 * @param {string} base where the app lives, with a slash at its end
 * @param {(url: URL) => void} show draws the page of an address
 */
export const startRouter = (base, show) => {
  let shown = '';

  const update = () => {
    const url = new URL(location.href);
    const address = url.pathname + url.search;
    // A step to another fragment of the same page is the browser's own business.
    if (address === shown) return;
    shown = address;
    show(url);
  };

  /**
   * @param {string} path
   * @param {{ isReplaced?: boolean }} [options] a replaced address leaves no step to go back to
   */
  const navigate = (path, { isReplaced = false } = {}) => {
    if (isReplaced) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    update();
    if (!isReplaced) scrollTo(0, 0);
  };

  /** @param {MouseEvent} event */
  const followLink = (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href, location.href);
    const isOurs = url.origin === location.origin && url.pathname.startsWith(base);
    const isFragment = url.hash !== '' && url.pathname + url.search === shown;
    if (!isOurs || isFragment) return;
    event.preventDefault();
    navigate(url.pathname + url.search + url.hash);
  };

  document.addEventListener('click', followLink);
  addEventListener('popstate', update);
  update();
  return {
    navigate,
    stop: () => {
      document.removeEventListener('click', followLink);
      removeEventListener('popstate', update);
    },
  };
};

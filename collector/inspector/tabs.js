/**
 * The views of the page that take its whole place, and the events, which do where none of them is chosen.
 * @param {HTMLElement} root
 * @param {import('./router.js').Router} router
 */
export const createTabs = (root, router) => {
  const tabs = [...root.querySelectorAll('a')];
  /** @param {HTMLAnchorElement} tab */
  const nameOf = (tab) => tab.getAttribute('data-view') ?? '';

  return {
    /** @param {import('./router.js').View} view */
    show: ({ view }) => {
      const [first = ''] = view.split('/');
      const chosen = tabs.some((tab) => nameOf(tab) === first) ? first : '';
      if (chosen === '') document.body.removeAttribute('data-screen');
      else document.body.setAttribute('data-screen', chosen);
      for (const tab of tabs) {
        const name = nameOf(tab);
        tab.href = router.hrefWith(name === '' ? { view: name } : { view: name, event: '', session: '' });
        if (name === chosen) tab.setAttribute('aria-current', 'page');
        else tab.removeAttribute('aria-current');
      }
    },
  };
};

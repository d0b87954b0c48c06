/**
 * Moves through a list with the arrow keys. One line at a time is in the tab order, so that the list is one stop.
 * @param {HTMLElement} list
 */
export const createRoving = (list) => {
  /** @type {HTMLElement | null} */
  let active = null;

  /**
   * @param {HTMLElement | null} line
   * @param {number} tabIndex
   */
  const setTabIndex = (line, tabIndex) => {
    for (const link of line?.querySelectorAll('a') ?? []) link.tabIndex = tabIndex;
  };

  /** @param {HTMLElement | null} line */
  const activate = (line) => {
    setTabIndex(active, -1);
    active = line;
    setTabIndex(active, 0);
  };

  const refresh = () => {
    const first = list.firstElementChild;
    if (!active?.isConnected) activate(null);
    // Nobody has chosen a line yet: the first one stays the way in, also when newer ones come in above.
    if (!active || !active.contains(document.activeElement)) activate(first instanceof HTMLElement ? first : null);
  };

  /** @param {HTMLElement} line */
  const focus = (line) => {
    activate(line);
    line.querySelector('a')?.focus();
    line.scrollIntoView({ block: 'nearest' });
  };

  /** @param {number} step */
  const move = (step) => {
    const current = document.activeElement?.closest('li');
    if (!current || !list.contains(current)) return active && focus(active);
    const target = step > 0 ? current.nextElementSibling : current.previousElementSibling;
    if (target instanceof HTMLElement) focus(target);
  };

  list.addEventListener('focusin', (event) => {
    const line = event.target instanceof Element ? event.target.closest('li') : null;
    if (line && line !== active) activate(line);
  });

  list.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const edge = event.key === 'Home' ? list.firstElementChild : event.key === 'End' ? list.lastElementChild : null;
    if (edge instanceof HTMLElement) focus(edge);
    else if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else return;
    event.preventDefault();
  });

  return {
    refresh,
    focus,
    move,
    /** Somebody moves through the list with the keyboard. */
    isReading: () => list.querySelector('a:focus-visible') !== null,
  };
};

/** @typedef {import('./stream.js').Status} Status */

/** @type {Record<Status, string>} */
const words = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  'signed-out': 'Signed out',
};
const patience = 1500;

/**
 * The state of the connection in one word. A short loss is not mentioned, so that a screen reader is not interrupted
 * for a hiccup; good news is told at once.
 * @param {{ badge: HTMLElement, notice: HTMLElement }} parts
 */
export const createConnection = ({ badge, notice }) => {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Status | undefined} */
  let current;

  /** @param {Status} status */
  const apply = (status) => {
    if (badge.dataset.status !== status) badge.dataset.status = status;
    if (badge.textContent !== words[status]) badge.textContent = words[status];
    notice.hidden = status !== 'signed-out';
    notice.textContent =
      status === 'signed-out'
        ? 'The collector was started again and does not know this browser any more. Open the inspector address that its start command printed.'
        : '';
  };

  return (/** @type {Status} */ status) => {
    if (status === current) return;
    current = status;
    clearTimeout(timer);
    if (status === 'reconnecting') timer = setTimeout(() => apply(status), patience);
    else apply(status);
  };
};

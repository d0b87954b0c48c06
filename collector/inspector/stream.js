import { ApiError, fetchEvents, streamAddress } from './api.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {'connecting' | 'live' | 'reconnecting' | 'signed-out'} Status */

const firstWait = 1000;
const longestWait = 15_000;

/**
 * Listens to the collector and comes back by itself. `EventSource` retries lost connections, but gives up after an
 * answer that is no stream (a proxy's 502, a collector that is starting), so that case is retried here.
 * @param {{ onRow: (row: Row) => void, onStatus: (status: Status) => void, onOpen: () => void }} listener
 *   `onOpen`: whatever happened before may have been missed
 * @returns {() => void} closes the connection
 */
export const openStream = ({ onRow, onStatus, onOpen }) => {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let failures = 0;
  let wasOpen = false;
  let stopped = false;

  const connect = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(streamAddress());
    source.addEventListener('open', () => {
      failures = 0;
      onStatus('live');
      wasOpen = true;
      onOpen();
    });
    source.addEventListener('stored', (message) => {
      try {
        onRow(JSON.parse(message.data));
      } catch {
        // A line cut off by a dying connection; the row comes again after the reconnect.
      }
    });
    source.addEventListener('error', () => {
      onStatus(wasOpen ? 'reconnecting' : 'connecting');
      if (source?.readyState === EventSource.CLOSED) void retry();
    });
  };

  const retry = async () => {
    failures += 1;
    const isSignedOut = await fetchEvents({ limit: 1 }).then(
      () => false,
      (error) => error instanceof ApiError && (error.status === 401 || error.status === 403),
    );
    if (stopped) return;
    onStatus(isSignedOut ? 'signed-out' : wasOpen ? 'reconnecting' : 'connecting');
    const wait = isSignedOut ? longestWait : Math.min(longestWait, firstWait * 2 ** (failures - 1));
    clearTimeout(timer);
    timer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  };

  const onOnline = () => {
    if (source?.readyState !== EventSource.OPEN) connect();
  };
  addEventListener('online', onOnline);
  onStatus('connecting');
  connect();

  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
    removeEventListener('online', onOnline);
  };
};

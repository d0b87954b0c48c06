import type { ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

/**
 * Global Privacy Control: `denied` if the browser sends the signal, else `granted`. Never `pending`.
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { gpc } from 'vitrina/consent/gpc';
 *
 * void vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events', consent: gpc() });
 * ```
 */
export const gpc = (): ConsentSource =>
  createSource((_check, stopPolling) => {
    stopPolling();
    return [() => ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ? 'denied' : 'granted')];
  });

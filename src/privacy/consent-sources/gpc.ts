import type { ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

/** Global Privacy Control: `denied` if the browser sends the signal, else `granted`. Never `pending`. */
export const gpc = (): ConsentSource =>
  createSource((_check, stopPolling) => {
    stopPolling();
    return [() => ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ? 'denied' : 'granted')];
  });

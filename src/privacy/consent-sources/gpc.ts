import type { ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

/** Global Privacy Control: denied where the browser asks not to be followed, else granted. */
export const gpc = (): ConsentSource =>
  createSource((_check, stopLooking) => {
    stopLooking();
    return [() => ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ? 'denied' : 'granted')];
  });

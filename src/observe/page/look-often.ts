import { all, listen } from '../../browser/listen.js';
import type { Stop } from '../../types/tracker.js';
import type { Adapter } from '../adapter.js';
import { LOOK_DELAYS_MS } from './look-delays.js';

/** Looks at a page that dispatches no events, while it loads and while its scripts fill it. Begins anew with each page of an app. */
export const lookOften = (look: () => void, onPageChange: Parameters<Adapter['start']>[1]): Stop => {
  let timers: ReturnType<typeof setTimeout>[] = [];
  const end = () => timers.forEach(clearTimeout);
  const begin = () => {
    end();
    timers = LOOK_DELAYS_MS.map((ms) => setTimeout(look, ms));
  };
  look();
  begin();
  return all([end, listen(document, 'DOMContentLoaded', look), listen(window, 'load', look), onPageChange(begin)]);
};

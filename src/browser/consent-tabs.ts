import type { KeyValue } from '../core/env.js';
import type { Stop } from '../types.js';
import { all, listen } from './lifecycle.js';

const KEY = 'consent~';

/** Tells other tabs what the visitor has answered, and who the visitor is, since cookies reach them later. Nothing stays behind. */
export const tellTabs = (storage: KeyValue, prefix: string, answer: string, session = ''): void => {
  storage.set(prefix + KEY, `${answer} ${session}`);
  storage.remove(prefix + KEY);
};

/** The moments when another tab may have been given an answer; what it is, where it was told. */
export const watchTabs = (look: (answer?: string, session?: string) => void): Stop =>
  all([
    listen(document, 'visibilitychange', () => look()),
    listen(window, 'pageshow', () => look()),
    listen(
      window,
      'storage',
      ({ key, newValue }: StorageEvent) => key?.endsWith(KEY) && look(...(newValue?.split(' ') ?? [])),
    ),
  ]);

import type { KeyValue } from '../base/env.js';

const KEY = 'consent~';

/** Tells other tabs what the visitor has answered, and who the visitor is, since cookies reach them later. Nothing stays behind. */
export const tellTabs = (storage: KeyValue, prefix: string, answer: string, session = ''): void => {
  storage.set(prefix + KEY, `${answer} ${session}`);
  storage.remove(prefix + KEY);
};

/** What another tab has told: the answer and its session. `undefined` where the change is about something or somebody else. */
export const readTold = ({ key, newValue }: StorageEvent, prefix: string): string[] | undefined =>
  key === prefix + KEY ? newValue?.split(' ') : undefined;

import type { KeyValue } from '../base/env.js';

const KEY = 'consent~';

/** Sends the visitor's answer and session to other tabs, because cookies reach them later. Nothing stays in storage. */
export const tellTabs = (storage: KeyValue, prefix: string, answer: string, session = ''): void => {
  storage.set(prefix + KEY, `${answer} ${session}`);
  storage.remove(prefix + KEY);
};

/** Returns the answer and the session that another tab has sent; `undefined` if the change is not such a message. */
export const readTold = ({ key, newValue }: StorageEvent, prefix: string): string[] | undefined =>
  key === prefix + KEY ? newValue?.split(' ') : undefined;

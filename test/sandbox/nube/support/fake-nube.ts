import type { NubeSDK, NubeSDKState } from '@tiendanube/nube-sdk-types';
import { startNube } from '../../../../src/sandbox/nube/nube.ts';
import type { NubeOptions } from '../../../../src/sandbox/nube/nube.ts';
import { ENDPOINT, fakeArea, fakeNetwork } from '../../support/sandbox.ts';
import { toState } from './samples.ts';

interface Over {
  options?: Partial<NubeOptions>;
  area?: ReturnType<typeof fakeArea>;
  state?: NubeSDKState;
  settings?: Record<string, { type: string; value: string }>;
}

/** NubeSDK's worker around an app, typed as Tiendanube types it. */
export const openNube = ({
  options = { businessId: 'xy76ks', endpoint: ENDPOINT },
  area = fakeArea(),
  state = toState(),
  settings = {},
}: Over = {}) => {
  const network = fakeNetwork();
  const listeners = new Map<string, Set<(state: NubeSDKState) => void>>();
  let current = state;
  const nube = {
    on(event: string, listener: (state: NubeSDKState) => void) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    off: (event: string, listener: (state: NubeSDKState) => void) => listeners.get(event)?.delete(listener),
    getState: () => current,
    getBrowserAPIs: () => ({ asyncLocalStorage: area }),
    getAppSettings: () => settings,
  } as unknown as NubeSDK;
  const stop = startNube(nube, options, network.env);
  return {
    ...network,
    network,
    area,
    stop,
    heard: () => [...listeners].filter(([, all]) => all.size).map(([name]) => name),
    /** The platform tells an event, with the state as it is now. */
    tell(event: string, next: NubeSDKState = current) {
      current = next;
      for (const listener of listeners.get(event) ?? []) listener(next);
    },
  };
};

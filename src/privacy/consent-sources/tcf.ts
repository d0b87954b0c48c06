import type { Consent, ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

/** The `TCData` object of a consent tool: the fields that are read here, as the specification defines them. */
export interface TcfData {
  cmpStatus?: string;
  eventStatus: string;
  gdprApplies?: boolean;
  listenerId: number;
  purpose: { consents: Record<number, boolean> };
}

/** Gets what the consent tool knows, at once and at each change. */
export type TcfCallback = (data: TcfData, success: boolean) => void;
/** The function `__tcfapi` of a consent tool. */
export type TcfApi = (command: string, version: number, callback: TcfCallback, parameter?: unknown) => void;

/**
 * Creates the source from `find`, which returns the consent tool's API, `undefined` until the tool has loaded.
 * @example
 * ```ts
 * import { tcfFrom } from 'vitrina/consent/tcf';
 *
 * const consent = tcfFrom(() => undefined);
 * ```
 */
export const tcfFrom = (find: () => TcfApi | undefined): ConsentSource =>
  createSource((check, stopPolling) => {
    let answer: Consent | undefined;
    /** The tool's last data said that the GDPR does not apply. */
    let isExempt = false;
    /** The API that has been given our listener. */
    let subscribedApi: TcfApi | undefined;
    let hasStopped = false;
    const ids = new Set<unknown>();

    const unsubscribe = () => {
      hasStopped = true;
      try {
        for (const id of ids) if (ids.delete(id)) find()?.('removeEventListener', 2, () => {}, id);
      } catch {
        // An exception of the consent tool; there is nothing more to remove.
      }
    };

    const onData: TcfCallback = (data, success) => {
      try {
        if (!success) return;
        const { cmpStatus = 'loaded', eventStatus, gdprApplies, listenerId, purpose } = data;
        stopPolling();
        ids.add(listenerId);
        // The tool's stub queues listeners, so the first call may come after the source was stopped.
        if (hasStopped) return unsubscribe();
        if (cmpStatus !== 'loaded') return;
        if (gdprApplies === false) answer = 'granted';
        // In any other status the visitor has not been asked yet, or is being asked again.
        else if (/^(tcloaded|useractioncomplete)$/.test(eventStatus)) {
          const { consents } = purpose;
          answer = consents[1] === true && consents[8] === true ? 'granted' : 'denied';
        } else if (isExempt) answer = 'pending';
        isExempt = gdprApplies === false;
        check();
      } catch {
        // The data does not follow the specification, so it is ignored.
      }
    };

    return [
      () => {
        const api = find();
        // Subscribes again if the tool has replaced its stub and has lost the stub's listeners.
        if (api && api !== subscribedApi && !ids.size) (subscribedApi = api)('addEventListener', 2, onData);
        return answer;
      },
      unsubscribe,
    ];
  });

/**
 * IAB Transparency and Consent Framework 2.2 and later: `granted` if the visitor allows the purposes 1 (storage on the device)
 * and 8 (measuring content), or if the GDPR does not apply. The consent tool may load after the source has started.
 * https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework (checked 2026-11)
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { tcf } from 'vitrina/consent/tcf';
 *
 * void vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events', consent: tcf() });
 * ```
 */
export const tcf = (): ConsentSource => tcfFrom(() => (window as { __tcfapi?: TcfApi }).__tcfapi);

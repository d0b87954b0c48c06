import type { Consent, ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

/** What a consent tool says about the visitor, as far as it is read here and as it should be. */
export interface TcfData {
  cmpStatus?: string;
  eventStatus: string;
  gdprApplies?: boolean;
  listenerId: number;
  purpose: { consents: Record<number, boolean> };
}

export type TcfCallback = (data: TcfData, isGood: boolean) => void;
export type TcfApi = (command: string, version: number, callback: TcfCallback, parameter?: unknown) => void;

/** The source that speaks with the tool that `find` comes upon, early or late. */
export const tcfFrom = (find: () => TcfApi | undefined): ConsentSource =>
  createSource((check, stopLooking) => {
    let answer: Consent | undefined;
    /** Nobody had to be asked, as the tool saw it last. */
    let isFree = false;
    let asked: TcfApi | undefined;
    let hasStopped = false;
    const ids = new Set<unknown>();

    const leave = () => {
      hasStopped = true;
      try {
        for (const id of ids) if (ids.delete(id)) find()?.('removeEventListener', 2, () => {}, id);
      } catch {
        // The consent tool's own trouble.
      }
    };

    const hear: TcfCallback = (data, isGood) => {
      try {
        if (!isGood) return;
        const { cmpStatus = 'loaded', eventStatus, gdprApplies, listenerId, purpose } = data;
        stopLooking();
        ids.add(listenerId);
        // A place-holder answers late, perhaps when nobody listens any more.
        if (hasStopped) return leave();
        if (cmpStatus !== 'loaded') return;
        if (gdprApplies === false) answer = 'granted';
        // Else the visitor has not been asked, or is being asked again.
        else if (/^(tcloaded|useractioncomplete)$/.test(eventStatus)) {
          const { consents } = purpose;
          answer = consents[1] === true && consents[8] === true ? 'granted' : 'denied';
        } else if (isFree) answer = 'pending';
        isFree = gdprApplies === false;
        check();
      } catch {
        // No answer of the framework.
      }
    };

    return [
      () => {
        const api = find();
        // Again where the place-holder that was asked has given way to a tool that does not know of it.
        if (api && api !== asked && !ids.size) (asked = api)('addEventListener', 2, hear);
        return answer;
      },
      leave,
    ];
  });

/**
 * IAB Transparency and Consent Framework 2.2 and later: granted where the visitor allows the purposes 1 (to store on the
 * device) and 8 (to measure content), or where the GDPR does not apply. The consent tool may come late.
 * https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework (checked 2026-11)
 */
export const tcf = (): ConsentSource => tcfFrom(() => (window as { __tcfapi?: TcfApi }).__tcfapi);

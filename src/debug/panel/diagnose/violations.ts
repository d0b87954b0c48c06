import { attempt } from '../../../base/attempt.js';
import { listen } from '../../../browser/listen.js';
import type { Stop } from '../../../types/tracker.js';

/** A request that the page's Content Security Policy has blocked. */
export interface Violation {
  /** Origin of the address. */
  host: string;
  directive: string;
  /** The whole address. */
  address: string;
}

/** What a report and the event of it have in common; the report calls the address `blockedURL`. */
interface Blocked {
  blockedURI?: string;
  blockedURL?: string;
  effectiveDirective?: string;
  disposition?: string;
}

type ReportingObserverClass = new (
  callback: (reports: { body: Blocked }[]) => void,
  options: { types: string[]; buffered: boolean },
) => { observe(): void; disconnect(): void };

/**
 * Calls back with each request that the policy blocks, also with those before where the browser keeps their reports (Chromium;
 * 2026-11). A policy that only reports blocks nothing.
 */
export const watchViolations = (callback: (violation: Violation) => void): Stop => {
  const take = ({ blockedURI, blockedURL, effectiveDirective = '', disposition }: Blocked) => {
    const address = blockedURI || blockedURL || '';
    const host = attempt(() => new URL(address).origin);
    if (host && disposition !== 'report') callback({ host, directive: effectiveDirective, address });
  };
  const stop = listen(document, 'securitypolicyviolation', take);
  const { ReportingObserver } = window as { ReportingObserver?: ReportingObserverClass };
  const observer =
    ReportingObserver &&
    new ReportingObserver((reports) => reports.forEach(({ body }) => take(body)), {
      types: ['csp-violation'],
      buffered: true,
    });
  attempt(() => observer?.observe());
  return () => {
    stop();
    observer?.disconnect();
  };
};

/** Whether the policy blocks what is sent to the endpoint. A browser may tell the origin of a blocked address only. */
export const isOf = ({ address, directive }: Violation, endpoint: string): boolean => {
  const [blocked, ours] = [new URL(address), new URL(endpoint)];
  const isSame = blocked.origin === ours.origin && /^connect-src|^default-src/.test(directive);
  return isSame && (blocked.pathname === ours.pathname || blocked.pathname === '/');
};

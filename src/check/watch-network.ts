import type { CDPSession } from 'playwright-core';

/** What became of one request, by its address. */
export interface Load {
  address: string;
  method: string;
  status?: number;
  type?: string;
  /** Why it failed: a reason of the browser such as `csp` or `mixed-content`, or an error such as `net::ERR_NAME_NOT_RESOLVED`. */
  failure?: string;
  /** The answer came and the page may not read it. */
  isCorsRefused?: boolean;
}

/**
 * Notes the requests of a page. The browser's own protocol says why a request was blocked, and the status of an answer that the
 * page may not read; Playwright's signals say neither.
 */
export const watchNetwork = async (session: CDPSession, isOfInterest: (address: string) => boolean) => {
  const loads = new Map<string, Load>();
  session.on('Network.requestWillBeSent', ({ requestId, request: { url, method } }) => {
    // A redirect has the id of the request before it, whose address the page has named.
    if (!loads.has(requestId) && (method === 'POST' || isOfInterest(url)))
      loads.set(requestId, { address: url, method });
  });
  const note = (requestId: string, found: Partial<Load>) => {
    const load = loads.get(requestId);
    if (load) Object.assign(load, found);
  };
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
    note(requestId, { status: statusCode });
  });
  session.on('Network.responseReceived', ({ requestId, response: { status, mimeType } }) => {
    note(requestId, { status, type: mimeType });
  });
  session.on('Network.loadingFailed', ({ requestId, errorText, blockedReason, corsErrorStatus, canceled }) => {
    const reason = blockedReason && blockedReason !== 'inspector' ? blockedReason : errorText;
    note(requestId, {
      failure: canceled ? undefined : corsErrorStatus ? 'cors' : reason,
      isCorsRefused: !!corsErrorStatus,
    });
  });
  await session.send('Network.enable');
  return () => [...loads.values()];
};

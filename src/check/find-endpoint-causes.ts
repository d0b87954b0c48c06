import type { Evidence } from './evidence.js';
import { firstSight, requestsOf } from './evidence.js';
import { explainFailure } from './explain-failure.js';
import type { Finding } from './finding.js';
import { note, wrong } from './finding.js';
import type { SeenRequest } from './sight.js';

/** What an answer of the endpoint means, by the table of the batch protocol. */
const explainStatus = (request: SeenRequest, status: number, { origin, isSending }: Evidence): Finding | undefined => {
  const { endpoint, business = '', kind, errors, isOff } = request;
  const answered = `The endpoint ${endpoint} answered ${status}`;
  const said = errors?.[0] ? ` (“${errors[0]}”)` : '';
  const atAddress = 'Correct the option endpoint; the path of a collector is /v1/events.';
  if (kind === 'redirect' || (status >= 300 && status < 400)) {
    return wrong(
      'endpoint-redirects',
      `The endpoint ${endpoint} leads to another address, which events do not follow.`,
      atAddress,
    );
  }
  if (status < 300) {
    if (kind === undefined || kind === 'empty' || kind === 'json') return undefined;
    const what = kind === 'html' ? 'a page of HTML' : 'no JSON';
    return wrong(
      'endpoint-answers-html',
      `${answered} with ${what}, so it leads to another server or page.`,
      atAddress,
    );
  }
  if (status === 401) {
    return wrong(
      'business-unknown',
      `${answered}: it does not know the business id ${business}.`,
      "Correct the id in the tag, or add the business to the collector's configuration.",
    );
  }
  if (status === 403) {
    return wrong(
      'origin-refused',
      `${answered}: pages of ${origin} may not send for the business ${business}.`,
      `Add ${origin} to the origins of the business in the collector's configuration.`,
    );
  }
  if (status === 410 && isOff) {
    return wrong(
      'business-off',
      `${answered}: the business ${business} is switched off there.`,
      "Switch it on again in the collector's configuration.",
    );
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return wrong(
      'endpoint-busy',
      `${answered}, so it takes no events at the moment${said}.`,
      'Look at the log of the collector; the pages keep their events and send them later.',
    );
  }
  if (status === 400 || status === 422) {
    return isSending
      ? wrong(
          'endpoint-refuses',
          `${answered}: it refuses the events${said}.`,
          'Look at the refusals in the inspector.',
        )
      : note(
          'endpoint-refuses-empty',
          `${answered} to a batch without events, so the check cannot say whether it takes events.`,
          'Run the check with --send, which sends its events, or let the endpoint answer a batch without events with 200.',
        );
  }
  return wrong('endpoint-not-found', `${answered}, so no collector takes events at this address.`, atAddress);
};

const explain = (evidence: Evidence, request: SeenRequest): Finding | undefined => {
  const { endpoint, address, status, hasFailed, isBeacon, isHellotext } = request;
  if (isHellotext || isBeacon) return undefined;
  if (status !== undefined && !hasFailed) return explainStatus(request, status, evidence);
  const { origin } = new URL(endpoint);
  const violation = evidence.looks
    .flatMap(({ sight }) => sight.violations)
    .find(({ address, directive }) => directive === 'connect-src' && address.startsWith(origin));
  const load = evidence.loads.findLast((one) => one.method === 'POST' && one.address === address);
  // A server that is none of ours says nothing to pages, but the browser knows its status.
  const hidden = load?.isCorsRefused && load.status !== undefined && explainStatus(request, load.status, evidence);
  if (hidden) return hidden;
  const failure = violation ? 'csp' : (load?.failure ?? '');
  return explainFailure({
    kind: 'endpoint',
    what: `the endpoint ${endpoint}`,
    address: endpoint,
    failure,
    directive: 'connect-src',
  });
};

/** What keeps events from being delivered. */
export const findEndpointCauses = (evidence: Evidence): Finding[] => {
  const found = new Map<string, Finding>();
  for (const request of requestsOf(evidence)) {
    const cause = explain(evidence, request);
    if (cause) found.set(`${cause.code} ${request.endpoint}`, cause);
  }
  if (requestsOf(evidence).some(({ isHellotext }) => isHellotext) && !evidence.isSending) {
    const cause = "Events go to Hellotext's API, which takes no batch without events, so the check has not asked it.";
    found.set('hellotext', note('hellotext-not-asked', cause, 'Run the check with --send, which sends its events.'));
  }
  const { tracker } = firstSight(evidence);
  const fix =
    'This is right if the visitor has not agreed; run the check with --consent to see the events of a visitor who has.';
  if (tracker.consent === 'pending') {
    const cause = 'Consent is pending: Vitrina waits for the answer of the visitor and sends nothing before.';
    found.set('consent', note('consent-pending', cause, fix));
  } else if (tracker.consent === 'denied') {
    found.set('consent', note('consent-denied', 'Consent is denied: Vitrina sends nothing and stores nothing.', fix));
  }
  return [...found.values()];
};

import type { Finding } from './finding.js';
import { wrong } from './finding.js';

interface Failed {
  /** `tag`, `part` or `endpoint`: the first half of the finding's code. */
  kind: string;
  /** What could not be reached, as the subject of a sentence. */
  what: string;
  address: string;
  /** A reason of the browser. */
  failure: string;
  /** The directive of the page's policy that forbids it. */
  directive: string;
}

/** Errors of the browser by what they mean. https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h (2026-11) */
const NO_HOST = /NAME_NOT_RESOLVED|NAME_RESOLUTION|DNS_/;
const NO_ANSWER = /TIMED_OUT|EMPTY_RESPONSE|CONNECTION_(RESET|CLOSED|ABORTED)/;

/** Says why a file or the endpoint could not be reached, and what to do. */
export const explainFailure = ({ kind, what, address, failure, directive }: Failed): Finding => {
  const { origin, host, protocol } = new URL(address);
  const told = (name: string, cause: string, fix: string) => wrong(`${kind}-${name}`, cause, fix);
  if (failure === 'csp') {
    return told(
      'blocked-by-csp',
      `The page's Content Security Policy forbids ${what}: its directive ${directive} does not list ${origin}.`,
      `Add ${origin} to ${directive} in the policy that the shop sends with its pages.`,
    );
  }
  if (failure === 'mixed-content') {
    return told(
      'mixed-content',
      `The page is https and ${what} is ${protocol.slice(0, -1)}, so the browser blocks it as mixed content.`,
      `Serve ${host} over https and write https in its address.`,
    );
  }
  if (/BLOCKED_BY_CLIENT|BLOCKED_BY_ADMIN|subresource-filter/.test(failure)) {
    return told(
      'blocked-by-client',
      `Something in this browser or network blocks ${what}, as an ad blocker does.`,
      'Serve script and endpoint from a domain of the shop itself; visitors with such a blocker are not counted otherwise.',
    );
  }
  if (failure === 'cors') {
    return told(
      'cors-refused',
      `The browser does not let the page read the answer of ${what}, because the answer has no fitting Access-Control-Allow-Origin (CORS).`,
      `Let ${host} answer as the collector does, with the page's origin in Access-Control-Allow-Origin; look at the proxy in front of it.`,
    );
  }
  if (NO_HOST.test(failure)) {
    return told(
      'no-host',
      `There is no server ${host}, where ${what} should be.`,
      'Correct the name in the address, or set it up in the DNS.',
    );
  }
  if (/CERT_|SSL_/.test(failure)) {
    return told(
      'bad-certificate',
      `Browsers do not accept the certificate of ${host}, where ${what} is (${failure}).`,
      'Renew the certificate, or let it be issued for this name.',
    );
  }
  if (NO_ANSWER.test(failure) || failure === '') {
    return told(
      'no-answer',
      `The server ${host} did not answer for ${what}.`,
      'Look whether the collector and the proxy in front of it are running and not overloaded.',
    );
  }
  return told(
    'unreachable',
    `The browser could not reach ${what} (${failure}).`,
    `Start the collector at ${origin}, or correct the address.`,
  );
};

import { redactText, redactUrl } from '../privacy/redact-url.js';
import type { Evidence, Look } from './evidence.js';
import { firstSight, loadOf, mainTag, requestsOf } from './evidence.js';
import { findEndpointCauses } from './find-endpoint-causes.js';
import { findOtherCauses, libraryOf } from './find-other-causes.js';
import { findTagCauses } from './find-tag-causes.js';
import type { Finding } from './finding.js';
import type { Step } from './sight.js';

/** What `--json` prints. docs/check.md describes it; fields may be added, and none changes its meaning. */
export interface Report {
  address: string;
  /** Nothing is wrong; `null` if the check could not look. */
  inOrder: boolean | null;
  exitCode: 0 | 1 | 2;
  /** Why the check could not look. */
  error: string | null;
  /** The version of the check. */
  checkedBy: string;
  /** The events of the check were sent. */
  sent: boolean;
  tags: {
    address: string;
    file: string;
    business: string | null;
    inHtml: boolean;
    loading: string;
    status: number | null;
    failure: string | null;
  }[];
  business: string | null;
  version: string | null;
  options: Record<string, unknown>;
  platform: string | null;
  consent: string | null;
  endpoint: { address: string; status: number | null } | null;
  pages: {
    step: Step;
    address: string;
    events: { action: string; observedBy: string | null }[];
  }[];
  findings: Finding[];
}

/** Removes from an address what the client removes. The parameter `session` of a tag is one visitor's. */
export const shownAddress = (address: string): string => redactUrl(address, address, ['session', 'vitrina_session']);

const shownOptions = ({ options }: { options: Record<string, unknown> }): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      name === 'session' ? '…' : typeof value === 'string' ? shownText(value) : value,
    ]),
  );

const shownText = (text: string): string => (/^https?:\/\//.test(text) ? shownAddress(text) : redactText(text));

const shownFinding = (finding: Finding): Finding => ({
  ...finding,
  cause: redactText(finding.cause),
  fix: redactText(finding.fix),
});

/** The page and its events, as they are shown. */
export const toPage = ({ step, sight, events }: Look): Report['pages'][number] => ({
  step,
  address: shownAddress(sight.address),
  events: events.map(({ action, observedBy = null }) => ({ action, observedBy })),
});

export const emptyReport = (address: string, version: string): Report => ({
  address,
  inOrder: null,
  exitCode: 2,
  error: null,
  checkedBy: `vitrina/${version}`,
  sent: false,
  ...{ tags: [], business: null, version: null, options: {}, platform: null, consent: null, endpoint: null },
  pages: [],
  findings: [],
});

/** Makes the report of what was seen. */
export const toReport = (address: string, evidence: Evidence): Report => {
  const { looks, version, isSending, inHtml } = evidence;
  const { tags, tracker, platform = null } = firstSight(evidence);
  const main = mainTag(evidence);
  const requests = requestsOf(evidence);
  const [request] = requests;
  const library = libraryOf(evidence);
  const findings = [...findTagCauses(evidence), ...findEndpointCauses(evidence), ...findOtherCauses(evidence)].map(
    shownFinding,
  );
  const isWrong = findings.some(({ level }) => level === 'wrong');
  const status = requests.find((one) => one.status !== undefined)?.status;
  return {
    ...emptyReport(address, version),
    inOrder: !isWrong,
    exitCode: isWrong ? 1 : 0,
    sent: isSending,
    tags: tags.map(({ address, file, id = null, loading }) => {
      const load = loadOf(evidence, address);
      return {
        ...{ address: shownAddress(address), file, business: id, inHtml: inHtml.has(address), loading },
        status: load?.status ?? null,
        failure: load?.failure ?? null,
      };
    }),
    business: main?.id ?? tracker.businesses[0] ?? request?.business ?? null,
    version: library?.replace(/^vitrina\//, '') ?? null,
    options: main ? shownOptions(main) : {},
    platform,
    consent: tracker.consent ?? null,
    endpoint: request ? { address: shownAddress(request.endpoint), status: status ?? null } : null,
    pages: looks.map(toPage),
    findings,
  };
};

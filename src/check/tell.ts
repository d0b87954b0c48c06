import type { Evidence, Look } from './evidence.js';
import type { Report } from './report.js';
import { shownAddress, toPage, toReport } from './report.js';
import type { Step } from './sight.js';
import type { Listener } from './visit.js';

const OPENING: Record<Step, string> = {
  first: 'Opening',
  product: 'Opening a product:',
  cart: 'Opening the cart:',
};
const LABEL = 11;

const row = (label: string, text: string) => `  ${label.padEnd(LABEL)}${text}`;

const tellTag = ({ file, address, inHtml, loading, status, failure }: Report['tags'][number]): string => {
  const came = failure !== null ? `not loaded (${failure || 'no answer'})` : status === null ? '' : `status ${status}`;
  const place = inHtml ? "in the page's HTML" : 'added by another script';
  return row('Tag', [`${file}, ${place}, ${loading}`, came, `from ${address}`].filter(Boolean).join(', '));
};

const tellFirst = (report: Report): string[] => {
  const { tags, version, options, platform, consent, endpoint, business } = report;
  const given = Object.entries(options).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [
    ...(tags[0] ? tags.map(tellTag) : [row('Tag', 'none')]),
    row('Business', business ?? 'unknown'),
    row('Version', version ?? 'unknown'),
    row('Options', given.join(', ') || 'none'),
    row('Platform', platform ?? 'none that Vitrina knows'),
    row('Consent', consent ?? 'unknown'),
    row(
      'Endpoint',
      endpoint
        ? `${endpoint.address} ${endpoint.status === null ? 'gave no answer' : `answered ${endpoint.status}`}`
        : 'no request was seen',
    ),
  ];
};

const tellEvents = (look: Look): string => {
  const names = toPage(look).events.map(({ action, observedBy }) =>
    observedBy ? `${action} (${observedBy})` : action,
  );
  return row('Events', names.join(', ') || 'none');
};

/** Tells what goes on, line by line. */
export const createTeller = (say: (line: string) => void): Listener => ({
  opening: (step, address) => say(`${OPENING[step]} ${shownAddress(address)}`),
  seen(look: Look, evidence: Evidence) {
    if (look.step === 'first') tellFirst(toReport('', evidence)).forEach(say);
    if (look.added === true) say(row('Cart', 'the button that adds the product was pressed'));
    say(tellEvents(look));
  },
  skipped: (step, reason) => say(`Skipping the ${step}: ${reason}`),
});

/** Tells what was found, the wrong things first. */
export const tellFindings = ({ findings, sent }: Report, say: (line: string) => void): void => {
  const bad = findings.filter(({ level }) => level === 'wrong');
  const notes = findings.filter(({ level }) => level === 'note');
  say('');
  bad.forEach(({ cause, fix }, index) => {
    say(`${index + 1}. ${cause}`);
    say(`   ${fix}`);
  });
  for (const { cause, fix } of notes) {
    say(`Note: ${cause}`);
    say(`      ${fix}`);
  }
  if (!sent) say('No event of this check was sent: the endpoint got batches without events.');
  say(bad.length === 0 ? 'In order.' : bad.length === 1 ? 'One thing is wrong.' : `${bad.length} things are wrong.`);
};

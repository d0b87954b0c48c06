import type { Evidence } from './evidence.js';
import { firstSight, isLoaded, loadOf, mainTag, requestsOf } from './evidence.js';
import { explainFailure } from './explain-failure.js';
import type { Finding } from './finding.js';
import { note, wrong } from './finding.js';
import type { SeenTag } from './sight.js';

/** Why the script of a tag has not come. */
const findLoadCause = (evidence: Evidence, { address, file }: SeenTag): Finding | undefined => {
  const load = loadOf(evidence, address);
  if (!load || isLoaded(load)) return undefined;
  const { failure, status = 0, type } = load;
  const { origin, pathname } = new URL(address);
  if (status >= 400) {
    return wrong(
      'tag-not-found',
      `The script's address ${origin}${pathname} answered ${status}.`,
      `Correct the address in the tag; a collector serves the script as ${origin}/${file}.`,
    );
  }
  if (!failure) {
    return wrong(
      'tag-answers-html',
      `The script's address ${origin}${pathname} answers with ${type} in place of a script, so it leads to another server or page.`,
      "Correct the address in the tag: open it in a browser, and it has to show the script's text.",
    );
  }
  const { violations } = firstSight(evidence);
  const { directive = 'script-src' } = violations.find((violation) => violation.address.startsWith(origin)) ?? {};
  return explainFailure({ kind: 'tag', what: `the script ${file}`, address, failure, directive });
};

/** Why a tag that is there does not start. */
const findStartCause = (evidence: Evidence, tag: SeenTag): Finding | undefined => {
  const { address, file, heldBy, id, refusal } = tag;
  const { tracker } = firstSight(evidence);
  if (heldBy) {
    return wrong(
      'tag-held',
      `The tag has type="${heldBy}", so the browser does not run it: a consent tool or an optimiser holds it back.`,
      'Let that tool release the tag, or take the tag off its list and use the option consent.',
    );
  }
  const notLoaded = findLoadCause(evidence, tag);
  if (notLoaded || tracker.isInitialized) return notLoaded;
  if (tracker.kind === 'foreign') {
    return wrong(
      'tracker-foreign',
      'Another script of the page has put something of its own in window.vitrina, so the version is unknown and nothing runs.',
      'Rename the other variable, and leave window.vitrina to Vitrina.',
    );
  }
  if (refusal?.startsWith('businessId')) {
    return wrong(
      'id-malformed',
      `The business id of the tag is malformed: ${refusal}.`,
      'Copy the id again as you got it.',
    );
  }
  if (!id) {
    return wrong(
      'tag-without-id',
      'The script is there and has no business id, so it waits and sends nothing.',
      `Add ?id=<your business id> to its address: ${new URL(address).origin}${new URL(address).pathname}?id=….`,
    );
  }
  if (refusal?.startsWith('endpoint') && refusal.endsWith('null')) {
    return wrong(
      'endpoint-missing',
      'The script comes from a public CDN, and the tag does not say where events go.',
      'Add the option endpoint to the tag, such as &endpoint=https://events.example.com/v1/events.',
    );
  }
  if (refusal)
    return wrong('option-refused', `The script does not start: ${refusal}.`, 'Correct that option in the tag.');
  if (tracker.kind !== 'vitrina') {
    return wrong(
      'script-did-not-run',
      `The script ${file} was loaded and did not run.`,
      "Look at the first error in the browser's console; an integrity attribute of another version keeps it from running, too.",
    );
  }
  return wrong(
    'tracker-not-started',
    `The script ${file} runs, and its tracker did not start within some seconds.`,
    "Look at the first sentence that begins with vitrina: in the browser's console.",
  );
};

/** What is wrong with the tags of the first page. */
export const findTagCauses = (evidence: Evidence): Finding[] => {
  const { tags, tracker } = firstSight(evidence);
  const main = mainTag(evidence);
  if (!main) {
    if (tracker.isInitialized || requestsOf(evidence)[0]) return [];
    return [
      wrong(
        'tag-missing',
        'The page has no script tag of Vitrina, and sends no event of Vitrina.',
        "Paste Vitrina's snippet into the head of every page, or publish the tag in your tag manager.",
      ),
    ];
  }
  const causes = tags.flatMap((tag) => findStartCause(evidence, tag) ?? []);
  const ids = tags.flatMap(({ id }) => id ?? []);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated) {
    causes.push(
      wrong(
        'tag-twice',
        `The page has ${ids.filter((id) => id === repeated).length} tags of the business ${repeated}; only the first one counts, and the options of the others have no effect.`,
        'Remove all but one: look at the theme, the tag manager and the apps of the shop.',
      ),
    );
  }
  if (!main.heldBy && main.loading === 'blocking' && isLoaded(loadOf(evidence, main.address))) {
    causes.push(
      note(
        'tag-blocking',
        'The tag has no async, so the page waits for the script before it goes on.',
        'Write <script async src=…>, as in the snippet.',
      ),
    );
  }
  // Two tags of one address have the same cause.
  return causes.filter(({ code }, index) => causes.findIndex((cause) => cause.code === code) === index);
};

import type { Evidence } from './evidence.js';
import { firstSight, isLoaded, loadOf, mainTag, requestsOf } from './evidence.js';
import { explainFailure } from './explain-failure.js';
import type { Finding } from './finding.js';
import { note, wrong } from './finding.js';

export const libraryOf = (evidence: Evidence): string | undefined =>
  firstSight(evidence).tracker.library ?? requestsOf(evidence).find(({ library }) => library)?.library;

/** Compares two versions of three numbers: below 0 if the first is older. */
const compare = (one: string, other: string): number => {
  const [first, second] = [one, other].map((version) => version.split('.').map(Number));
  return (
    [0, 1, 2].map((place) => (first?.[place] ?? 0) - (second?.[place] ?? 0)).find((difference) => difference !== 0) ?? 0
  );
};

const findVersionCauses = (evidence: Evidence): Finding[] => {
  const library = libraryOf(evidence);
  if (!library) return [];
  const [, version] = /^vitrina\/(\d+\.\d+\.\d+)/.exec(library) ?? [];
  if (!version) {
    return [
      wrong(
        'version-unknown',
        `The script calls itself ${library}, which is no version of Vitrina.`,
        'Load the script from your collector or from the npm package.',
      ),
    ];
  }
  const difference = compare(version, evidence.version);
  if (difference === 0) return [];
  return difference < 0
    ? [
        note(
          'version-old',
          `The page runs Vitrina ${version}, and this check is of version ${evidence.version}.`,
          'Update the collector, or the version in the address of the script.',
        ),
      ]
    : [
        note(
          'version-new',
          `The page runs Vitrina ${version}, which this check of version ${evidence.version} does not know.`,
          'Run npx vitrina@latest check.',
        ),
      ];
};

/** Options that exist and are wrong, or do not exist. */
const findOptionCauses = (evidence: Evidence): Finding[] => {
  const { tags, tracker } = firstSight(evidence);
  const unknown = [...new Set(tags.flatMap(({ notes }) => notes))].map((sentence) =>
    wrong(
      'option-unknown',
      `The tag has an option that has no effect: ${sentence}.`,
      'Correct its name or value, or remove it.',
    ),
  );
  const [complaint] = evidence.complaints.filter((text) => / must be .+; got /.test(text));
  if (!complaint || tracker.isInitialized || tags.some(({ refusal }) => refusal)) return unknown;
  const sentence = complaint.replace(/^(vitrina: )?(TypeError: )?/, '');
  return [
    ...unknown,
    wrong('option-refused', `A call of initialize is refused: ${sentence}.`, 'Correct that option in the call.'),
  ];
};

/** Further files that did not come. */
const findPartCauses = (evidence: Evidence): Finding[] => {
  const { tags, violations } = firstSight(evidence);
  const main = new Set(tags.map(({ address }) => address));
  return evidence.loads.flatMap((load) => {
    const { address, method, failure, status = 0 } = load;
    if (method !== 'GET' || main.has(address) || isLoaded(loadOf(evidence, address))) return [];
    const file = new URL(address).pathname.split('/').pop() ?? '';
    const what = `the further file ${file}`;
    const { directive = 'script-src' } = violations.find((one) => address.startsWith(one.address)) ?? {};
    if (failure) return [explainFailure({ kind: 'part', what, address, failure, directive })];
    const cause = `The further file ${file} could not be loaded: its address answered ${status}.`;
    return [wrong('part-not-found', cause, 'Put all files of one version beside the script.')];
  });
};

/** What the platform or the events ask for. */
const findShopCauses = (evidence: Evidence): Finding[] => {
  const { looks } = evidence;
  const found: Finding[] = [];
  const { tracker, platform } = firstSight(evidence);
  if (!tracker.isInitialized || tracker.consent !== 'granted') return [];
  const tag = mainTag(evidence);
  const has = (action: string) => looks.some(({ events }) => events.some((event) => event.action === action));
  const observes = !!tag && tag.file !== 'vitrina.js';
  if (platform && tag && !observes) {
    found.push(
      note(
        'platform-not-observed',
        `The shop runs on ${platform}, and vitrina.js does not observe products and carts.`,
        'Write vitrina.storefront.js in place of vitrina.js in the tag, unless the shop calls track itself.',
      ),
    );
  }
  if (!has('page.viewed') && tag?.options.pageViews !== false) {
    found.push(
      wrong(
        'no-page-view',
        'The tracker runs, and no page view was seen.',
        'Look at the options pageViews, plugins and transform.',
      ),
    );
  }
  if (looks.some(({ step }) => step === 'product') && !has('product.viewed')) {
    const fix = observes
      ? 'Look whether the address is one of a product; a page without a known platform has to describe its product by JSON-LD or a data layer.'
      : 'Write vitrina.storefront.js in place of vitrina.js, or call track("product.viewed", …) there.';
    found.push(note('product-not-seen', 'A product was opened, and no product.viewed was seen.', fix));
  }
  const added = looks.find((look) => look.added !== undefined)?.added;
  if (added === false) {
    found.push(
      note(
        'no-cart-button',
        'No button that adds to the cart was found on the page of the product.',
        'Add it by hand and look at the panel.',
      ),
    );
  } else if (added && !has('cart.added')) {
    found.push(
      wrong(
        'cart-not-seen',
        'The button that adds to the cart was pressed, and no cart.added was seen.',
        'Use vitrina.storefront.js if the platform is a known one, or call track("cart.added", …) there.',
      ),
    );
  }
  const problems = new Set(looks.flatMap(({ events }) => events.flatMap((event) => event.problems)));
  for (const problem of problems) {
    found.push(
      note('event-incomplete', `The event ${problem}.`, 'Complete it where the shop calls track; it is sent as it is.'),
    );
  }
  return found;
};

export const findOtherCauses = (evidence: Evidence): Finding[] => [
  ...findVersionCauses(evidence),
  ...findOptionCauses(evidence),
  ...findPartCauses(evidence),
  ...findShopCauses(evidence),
];

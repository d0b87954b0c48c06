import type { SeenEvent, SeenRequest, SeenTag, Sight, Step } from './sight.js';
import type { Load } from './watch-network.js';

/** What was seen of one page. */
export interface Look {
  step: Step;
  sight: Sight;
  /** The events of this step alone. */
  events: SeenEvent[];
  /** The button that adds to the cart was pressed, or none was found; `undefined` if it was not asked for. */
  added?: boolean;
}

/** All that the check has seen. The findings and the report are made of it alone. */
export interface Evidence {
  origin: string;
  looks: Look[];
  /** Requests for files of Vitrina, and requests with a body. */
  loads: Load[];
  /** Addresses of tags that are in the HTML of the first page, and not added by another script. */
  inHtml: Set<string>;
  /** The answer to the check's own batch without events, where the page has sent none. */
  asked?: SeenRequest;
  /** What Vitrina has said in the console, and exceptions of the page that name an option. */
  complaints: string[];
  /** The version of this package. */
  version: string;
  isSending: boolean;
}

export const firstSight = ({ looks }: Evidence): Sight => {
  const [first] = looks;
  if (!first) throw new Error('There is no look at the first page.');
  return first.sight;
};

export const requestsOf = ({ looks, asked }: Evidence): SeenRequest[] => [
  ...looks.flatMap(({ sight }) => sight.requests),
  ...(asked ? [asked] : []),
];

/** The tag that starts the tracker: the first with an id, or else the first. */
export const mainTag = (evidence: Evidence): SeenTag | undefined => {
  const { tags } = firstSight(evidence);
  return tags.find(({ id }) => id) ?? tags[0];
};

export const loadOf = ({ loads }: Evidence, address: string): Load | undefined =>
  loads.findLast((load) => load.address === address);

/** Whether the browser has a script of that address and may run it. */
export const isLoaded = (load: Load | undefined): boolean =>
  !load || (!load.failure && (load.status ?? 200) < 400 && !/html/.test(load.type ?? ''));

/** Bounds on what is made of a request; the published schema holds those of single fields. */
export const limits = {
  /** Bytes of a body. */
  body: 1_000_000,
  /** Levels of objects and lists in a body. */
  bodyDepth: 64,
  /** Events in a batch. */
  events: 1000,
  /** Characters of one event, the envelope merged in. */
  event: 256 * 1024,
  /** Levels of objects and lists in one event. */
  eventDepth: 16,
  /** Objects, lists and values in one event. */
  eventValues: 5000,
  /** Characters of all events of a batch, the envelope merged into each. */
  batch: 4_000_000,
};

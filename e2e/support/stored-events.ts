import type { Collector, Row, RowFilter } from '../../examples/collector/types.d.ts';

/** What the tests read from the collector's database. */
export const readStored = ({ store }: Collector) => {
  /** In the order of the calls, which their ids keep. */
  const rows = async (filter?: RowFilter): Promise<Row[]> =>
    (await store.events(filter)).sort((one, other) => (one.id < other.id ? -1 : 1));

  return {
    rows,
    actions: async (filter?: RowFilter) => (await rows(filter)).map(({ action }) => action),
    /** The `object` of each event of an action: what a test has numbered its events with. */
    objects: async (action = 'test.done') => (await rows({ action })).map(({ event }) => String(event.object)),
    /** Path and query of each page view. */
    views: async () =>
      (await rows({ action: 'page.viewed' })).map(({ page_url }) => {
        const { pathname, search, hash } = new URL(String(page_url));
        return pathname + search + hash;
      }),
    /** How many HTTP requests the rows came with: all of a batch carry its time, and no two batches of a page have the same. */
    batches: async () => new Set((await rows()).map(({ sent_at }) => sent_at)).size,
  };
};

export type Stored = ReturnType<typeof readStored>;

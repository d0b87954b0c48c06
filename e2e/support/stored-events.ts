import type { Collector, Row, RowFilter } from '../../collector/src/index.ts';

/** Reads the events in the collector's database. */
export const readStored = ({ store }: Collector) => {
  /** In the order of the calls, because ids are ordered by time. */
  const rows = async (filter?: RowFilter): Promise<Row[]> =>
    (await store.events(filter)).sort((one, other) => (one.id < other.id ? -1 : 1));

  return {
    rows,
    actions: async (filter?: RowFilter) => (await rows(filter)).map(({ action }) => action),
    /** Returns the `object` of each event of an action, with which a test numbers its events. */
    objects: async (action = 'test.done') => (await rows({ action })).map(({ event }) => String(event.object)),
    /** Returns path and query of each page view. */
    views: async () =>
      (await rows({ action: 'page.viewed' })).map(({ page_url }) => {
        const { pathname, search, hash } = new URL(String(page_url));
        return pathname + search + hash;
      }),
    /** Counts the HTTP requests of the rows: all rows of a batch have its time, and two batches of a page never have the same. */
    batches: async () => new Set((await rows()).map(({ sent_at }) => sent_at)).size,
  };
};

export type Stored = ReturnType<typeof readStored>;

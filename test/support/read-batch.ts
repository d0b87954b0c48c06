/** Parses a batch, and adds to each event the fields that the batch has once for all events. */
export const readBatch = <T extends { events: object[] }>(body: string): T => {
  const { context, ...batch } = JSON.parse(body) as T & { context?: object };
  return { ...batch, events: batch.events.map((event) => ({ ...context, ...event })) } as unknown as T;
};

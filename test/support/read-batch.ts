/** A batch as the client has sent it, each event with what the batch says once for all of them. */
export const readBatch = <T extends { events: object[] }>(body: string): T => {
  const { context, ...batch } = JSON.parse(body) as T & { context?: object };
  return { ...batch, events: batch.events.map((event) => ({ ...context, ...event })) } as unknown as T;
};

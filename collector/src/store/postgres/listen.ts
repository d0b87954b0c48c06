import pg from 'pg';

const reconnectAfter = 1000;

/**
 * Listens to a channel on a connection of its own. What is announced while the connection is gone is lost, which is why
 * an announcement is only a reason to look, and every return of the connection counts as one.
 *
 * @param log gets a sentence when the connection is lost
 */
export function listenTo(address: string, channel: string, log: (sentence: string) => void) {
  const listeners = new Set<() => void>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const announce = () => {
    for (const listener of listeners) listener();
  };

  async function connect(): Promise<void> {
    const candidate = new pg.Client({ connectionString: address, connectionTimeoutMillis: 4000, keepAlive: true });
    let isLost = false;
    const lose = (reason?: Error) => {
      if (isLost || isClosed) return;
      isLost = true;
      if (client === candidate)
        log(`The connection that listens for new events was lost: ${reason?.message ?? 'ended'}.`);
      client = undefined;
      candidate.end().catch(() => {});
      timer = setTimeout(() => void connect(), reconnectAfter);
      timer.unref();
    };
    candidate
      .on('error', lose)
      .on('end', () => lose())
      .on('notification', announce);
    try {
      await candidate.connect();
      await candidate.query(`LISTEN ${channel}`);
      if (isClosed) return void (await candidate.end());
      client = candidate;
      announce();
    } catch (error) {
      lose(error instanceof Error ? error : undefined);
    }
  }

  const connecting = connect();

  return {
    subscribe(callback: () => void): () => void {
      listeners.add(callback);
      return () => void listeners.delete(callback);
    },
    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      await connecting.catch(() => {});
      await client?.end().catch(() => {});
    },
  };
}

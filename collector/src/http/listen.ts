import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

export interface ListenOptions {
  port: number;
  host: string;
  /** A taken port is replaced by the next free one. */
  nextPort: boolean;
  log: (sentence: string) => void;
}

/** Starts to listen and answers the port. */
export async function listen(app: FastifyInstance, { port, host, nextPort, log }: ListenOptions): Promise<number> {
  for (let candidate = port; ; candidate = candidate < port + 20 && candidate < 65_535 ? candidate + 1 : 0) {
    try {
      await app.listen({ port: candidate, host });
      const chosen = (app.server.address() as AddressInfo).port;
      if (port !== 0 && chosen !== port) log(`Port ${port} is taken, using ${chosen} instead.`);
      return chosen;
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (!nextPort) {
        throw new Error(`Port ${port} on ${host} is taken; choose another one, or 0 for any free port.`, {
          cause: error,
        });
      }
    }
  }
}

import type { FastifyInstance } from 'fastify';
import { refusal } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import { isLocal } from '../http/is-local.js';
import { isTokenIn } from '../http/token.js';
import type { RequestCounter } from '../http/request-counter.js';
import type { Faults } from './faults.js';

const refuse = (status: number, description: string) =>
  refusal(status, { type: 'parameter_invalid', parameter: 'faults', description });

export interface FaultsRouteParts {
  faults: Faults;
  counter: RequestCounter;
  token: string;
  /** The port that the collector listens on. */
  port: () => number;
}

/**
 * The fault switches over HTTP, for a collector that runs as a process of its own. They answer to this machine and to the
 * holder of the token.
 */
export function addFaultsRoute(app: FastifyInstance, { faults, counter, token, port }: FaultsRouteParts): void {
  const readBody = createBodyReader({ limit: 64 * 1024, timeout: 5000 });

  app.addHook('onRequest', async ({ raw }) => {
    if (!isLocal(raw, port())) throw refuse(403, 'The fault switches answer on this machine only.');
    if (!isTokenIn(raw.headers.authorization, token)) {
      throw refuse(401, 'Send the token of the inspector as "Authorization: Bearer <token>".');
    }
  });

  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/faults',
    handler: async ({ method, raw, headers }) => {
      if (method === 'DELETE') faults.plant(null);
      if (method === 'POST') {
        // A page in the same browser cannot send this type without asking first, and is never allowed to.
        if (!headers['content-type']?.startsWith('application/json')) {
          throw refuse(415, 'Send the faults as application/json.');
        }
        const body = await readBody(raw);
        try {
          faults.plant(!body || body.length === 0 ? null : JSON.parse(body.toString()));
        } catch (error) {
          throw refuse(400, error instanceof Error ? error.message : String(error));
        }
      }
      return { faults: faults.list(), requests: counter.read() };
    },
  });
}

import type { FastifyInstance } from 'fastify';
import { refusal } from '../http/answers.js';
import { isLocal } from '../http/is-local.js';
import { isTokenIn } from '../http/token.js';
import type { Store } from '../store/store.js';
import type { Metrics } from './metrics.js';
import type { BacklogFigures } from './stream-metrics.js';

/** What is told of a stream. */
export interface StreamState {
  /** Why nothing can be put into it or taken out of it; undefined where it works. */
  problem: () => string | undefined;
  /** What waits in it, as last seen. */
  backlog: () => BacklogFigures;
  /** Whether this process accepts events into it. */
  accepts: boolean;
}

export interface OperationParts {
  store: Store;
  metrics: Metrics;
  diskProblem: () => string | undefined;
  /** The stream in front of the database, if there is one. */
  stream?: StreamState;
  token: string;
  /** The port that the collector listens on. */
  port: () => number;
}

/** A look at the database costs a commit, and whoever asks often gets the answer of a moment ago. */
const lookAgainAfter = 1000;

/**
 * What a supervisor, a load balancer and Prometheus ask. `/healthz`: the process works. `/readyz`: it can take events. Both answer
 * everybody, without a word about anybody; `/metrics` answers this machine and the holder of the token.
 */
export function addOperationRoutes(
  app: FastifyInstance,
  { store, metrics, diskProblem, stream, token, port }: OperationParts,
): void {
  let lookedAt = -Infinity;
  let look: Promise<string | undefined> = Promise.resolve(undefined);

  /** Why the database takes nothing; undefined where it does. */
  function storeProblem(): Promise<string | undefined> {
    if (performance.now() - lookedAt > lookAgainAfter) {
      lookedAt = performance.now();
      look = store.probe().then(
        () => undefined,
        () => 'The database cannot be written.',
      );
    }
    return look;
  }

  app.addHook('onRequest', async (_request, reply) => void reply.header('Cache-Control', 'no-store'));

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const storing = { store: await storeProblem(), disk: diskProblem() };
    const streaming = stream && { stream: stream.problem() };
    // Whoever accepts into a stream is ready without the database: the stream bridges its absence.
    const needed = { ...(stream?.accepts ? {} : storing), ...streaming };
    const isReady = Object.values(needed).every((problem) => problem === undefined);
    const problems = Object.entries({ ...storing, ...streaming });
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not ready',
      collector: 'ok',
      ...Object.fromEntries(problems.map(([name, problem]) => [name, problem ?? 'ok'])),
      ...(stream && { backlog: stream.backlog() }),
    });
  });

  app.get('/metrics', async ({ raw }, reply) => {
    if (!isLocal(raw, port()) && !isTokenIn(raw.headers.authorization, token)) {
      const description = 'The figures answer on this machine, or to "Authorization: Bearer <token of the inspector>".';
      throw refusal(403, { type: 'not_allowed', parameter: 'authorization', description });
    }
    return reply.type(metrics.contentType).send(await metrics.read());
  });
}

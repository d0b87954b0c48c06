import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import { type Endpoint, shownUrl } from '../outbound/endpoints.js';
import type { DeliveryState, EndpointKey } from '../store/outbox/types.js';
import type { Store } from '../store/store.js';
import { invalid, type Query, storable, text, whole } from './read-query.js';

const anyRow = { least: 0, most: Number.MAX_SAFE_INTEGER };

/** Deliveries that one request can name. */
const mostNumbers = 1000;

const states: readonly string[] = ['waiting', 'delivered', 'dead', 'withdrawn'] satisfies DeliveryState[];

const queryOf = (request: FastifyRequest) => request.query as Query;

function stateOf(query: Query): DeliveryState | undefined {
  const state = text(query, 'state');
  if (state === undefined || states.includes(state)) return state as DeliveryState | undefined;
  throw invalid('state', `The state ${JSON.stringify(state)} is not known; choose one of ${states.join(', ')}.`);
}

type Body = { numbers?: unknown; business?: unknown; endpoint?: unknown };

function parseBody(body: Buffer | undefined): Body {
  try {
    return Object(JSON.parse(body?.toString('utf8') ?? '')) as Body;
  } catch {
    throw invalid('body', 'The body is not JSON; name what is meant, such as { "business": "…", "endpoint": "…" }.');
  }
}

function endpointOf({ business, endpoint }: Body): EndpointKey {
  const asText = (value: unknown, name: string): string => {
    if (typeof value === 'string' && value !== '') return storable(value, name);
    throw invalid(name, 'Name one endpoint: { "business": "…", "endpoint": "…" }.');
  };
  return { business: asText(business, 'business'), endpoint: asText(endpoint, 'endpoint') };
}

function whichOf(body: Body): { numbers: number[] } | EndpointKey {
  const { numbers } = body;
  if (numbers === undefined) return endpointOf(body);
  const isRight =
    Array.isArray(numbers) && numbers.length <= mostNumbers && numbers.every((number) => Number.isSafeInteger(number));
  if (isRight) return { numbers: numbers as number[] };
  throw invalid('numbers', `The field numbers is not right; give a list of up to ${mostNumbers} numbers.`);
}

export interface WebhooksApiParts {
  store: Store;
  /** Those of the configuration. */
  endpoints: () => readonly Endpoint[];
  /** Milliseconds since 1970. */
  now: () => number;
}

/** What the inspector asks about webhooks and Hellotext, below /inspector/api/. The error handler of the API holds here, too. */
export function addWebhooksApi(app: FastifyInstance, { store, endpoints, now }: WebhooksApiParts): void {
  const readBody = createBodyReader({ limit: 64 * 1024, timeout: 5000 });

  function insistOn(request: FastifyRequest, header: string): void {
    if (request.headers['x-vitrina'] === header) return;
    const description = `This needs the header X-Vitrina: ${header}, which a page elsewhere cannot send.`;
    throw refusal(403, { type: 'not_allowed', parameter: 'x-vitrina', description });
  }

  app.get('/webhooks', async (request) => {
    const business = text(queryOf(request), 'business');
    const shown = endpoints().filter((endpoint) => business === undefined || endpoint.business === business);
    const found = await store.endpointStates([...shown]);
    return {
      webhooks: found.map(({ business: of, endpoint: id, off_at, off_reason, ...state }, index) => {
        const { url = '', isEnabled = false, target, actions = [] } = shown[index] ?? {};
        return {
          ...{ business: of, id, type: target?.type, url: shownUrl(url), actions },
          ...{ enabled: isEnabled && off_at === null, off_at, off_reason, ...state },
        };
      }),
    };
  });

  app.get('/webhooks/deliveries', (request) => {
    const query = queryOf(request);
    return store.deliveries({
      limit: whole(query, 'limit', { least: 1, most: 200 }),
      before: whole(query, 'before', anyRow),
      business: text(query, 'business'),
      endpoint: text(query, 'endpoint'),
      state: stateOf(query),
    });
  });

  app.post('/webhooks/resend', async (request) => {
    insistOn(request, 'resend');
    return { waiting: await store.resendDeliveries(whichOf(parseBody(await readBody(request.raw))), now()) };
  });

  app.post('/webhooks/switch-on', async (request) => {
    insistOn(request, 'switch-on');
    return { switched_on: await store.switchOnEndpoint(endpointOf(parseBody(await readBody(request.raw)))) };
  });
}

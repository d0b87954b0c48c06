import { byteLength, stringify } from '../../base/json.js';
import { timeoutFor } from '../../browser/requests.js';
import { createComplaint } from '../../delivery/complaint.js';
import { attemptAsync } from '../../sandbox/async-storage.js';
import type { SandboxContext, SandboxDestination } from '../../sandbox/destination.js';
import type { VisitorStore } from '../../sandbox/visitor.js';
import type { Jar } from '../../visitor/jar.js';
import { join, MARKS, partsOf, shorten, split } from '../cookie-formats.js';
import { createHellotextDelivery } from '../delivery.js';
import { checkHellotextOptions } from '../options.js';
import { createApiTransport } from '../transport.js';
import type { ApiAnswer, ApiTransport } from '../transport.js';
import { createAreaLock, LOCK } from './lock.js';

const PREFIX = 'hello_';
/** Events are stored before they are sent. Storage has this long to answer. */
const STORAGE_MS = 2_000;

/** As `HellotextOptions`; settings of a platform are texts, so `resend` may be one. */
export interface SandboxHellotextOptions {
  apiRoot?: string;
  resend?: boolean | 'true' | 'false';
}

/** Keeps the visitor's records under the names and in the formats of Hellotext.js. */
const visitor = (store: VisitorStore): VisitorStore => ({
  ...store,
  async get(name) {
    const own = name.slice(PREFIX.length);
    const parts = partsOf(own);
    const values = await Promise.all(
      parts.map(async (part) => {
        const value = await store.get(PREFIX + part);
        // Without a mark there may be no cookie. Then a stored value is of a cookie that somebody has deleted.
        return value && value === MARKS[part] && store.getLong ? store.getLong(PREFIX + part) : value;
      }),
    );
    return join(own, (part) => values[parts.indexOf(part)] || undefined) ?? null;
  },
  async set(name, value) {
    const own = name.slice(PREFIX.length);
    const texts = value ? split(own, value) : partsOf(own).map((part) => [part, undefined] as const);
    await Promise.all(texts.map(([part, text]) => store.set(PREFIX + part, text, shorten(part, text))));
  },
});

/** The one record of the visitor that the delivery itself keeps: when the session was announced. */
const openJar = async ({ visitor: store }: SandboxContext): Promise<Jar> => {
  const values: Record<string, string | undefined> = {};
  const name = 'session_ack_at';
  values[name] = (await attemptAsync(() => store.get(PREFIX + name))) ?? undefined;
  const set = (part: string, value?: string) => {
    values[part] = value;
    void attemptAsync(() => store.set(PREFIX + part, value));
  };
  const jar: Pick<Jar, 'read' | 'readFallback' | 'set' | 'remove'> = {
    read: (part) => values[part],
    readFallback: () => undefined,
    set,
    remove: (part) => set(part),
  };
  return jar as Jar;
};

/**
 * Sends when the event, and the note that it is being sent, are stored, so that the next page does not repeat it. A request as the page
 * ends would have to leave before that, so it is left to the next page.
 */
const whenStored =
  (transport: ApiTransport, { drained, isClosed }: SandboxContext): ApiTransport =>
  (path, fields, options = {}) => {
    if (options.keepalive) return undefined;
    const send = async (): Promise<ApiAnswer> => {
      // The note is made in this task, after the request.
      await undefined;
      await drained();
      const nothing = { status: 0, body: null };
      return (!isClosed() && (await transport(path, fields, options)?.answer)) || nothing;
    };
    return { timeout: timeoutFor(byteLength(stringify(fields))) + STORAGE_MS, answer: send() };
  };

/**
 * Creates the destination for a sandbox that sends each event to Hellotext's public API.
 * @throws TypeError if an option is wrong; the message names the option and the allowed values
 * @example
 * ```ts
 * import { hellotext } from 'vitrina/hellotext/sandbox';
 * import { createApp } from 'vitrina/nube';
 *
 * export const App = createApp({ businessId: 'xy76ks', destination: hellotext });
 * ```
 */
export const hellotext = ({ apiRoot, resend }: SandboxHellotextOptions = {}): SandboxDestination => {
  const options = checkHellotextOptions({
    apiRoot,
    resend: typeof resend === 'string' ? resend === 'true' : resend,
  });
  return {
    prefix: PREFIX,
    visitor,
    records: (ids) => ['~ack', LOCK, ...ids.map((id) => `~sent:${id}`)],
    async createDelivery(context) {
      const { env, businessId, session } = context;
      return createHellotextDelivery(
        options,
        {
          ...context,
          env: {
            ...env,
            lock: createAreaLock(context),
            // A beacon can carry no business id, so without `fetch` events wait for a page that has it.
            online: () => typeof fetch === 'function' && env.online(),
          },
          jar: await openJar(context),
          session: () => session,
          isPreview: false,
          onSettled: () => {},
          onWrong: createComplaint('hellotext', businessId),
        },
        whenStored(createApiTransport(options.apiRoot, businessId), context),
      );
    },
  };
};

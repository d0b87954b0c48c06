import { isObject, parseObject, stringify } from '../../base/json.js';
import { checkEvent } from '../../debug/check-event.js';
import type { TrackedEvent } from '../../types/tracker.js';
import type { SeenEvent, SeenRequest } from '../sight.js';

const HELLOTEXT = /^https:\/\/api\.hellotext\.com\//;

type Fields = Record<string, unknown>;

const isBatch = (body: Fields | undefined): body is Fields & { events: unknown[] } =>
  !!body && body.v === 1 && Array.isArray(body.events) && typeof (body.business ?? body.library) === 'string';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Describes an event. `shared` are the fields that all events of its batch have. */
export const describe = (sent: unknown, shared: unknown = {}): SeenEvent => {
  const event = { ...(isObject(shared) ? shared : {}), ...(isObject(sent) ? sent : {}) } as unknown as TrackedEvent;
  const action = text(event.action) ?? '';
  return {
    id: text(event.id) ?? '',
    action,
    observedBy: text((event as unknown as Fields).observed_by),
    problems: checkEvent({ ...event, action }),
  };
};

const read = (address: string, body: string, isBeacon: boolean): SeenRequest | undefined => {
  const batch = parseObject(body);
  const endpoint = address.replace(/[?#].*/, '');
  if (isBatch(batch)) {
    const { business, library, events, context } = batch;
    const described = events.map((event) => describe(event, context));
    return { endpoint, address, isBeacon, events: described, business: text(business), library: text(library) };
  }
  if (!HELLOTEXT.test(address)) return undefined;
  const events = batch && 'action' in batch ? [describe(batch)] : [];
  return { endpoint: new URL(address).origin, address, isBeacon, events, isHellotext: true };
};

/** The batch without its events and without the visitor: an endpoint answers it as any other, and stores nothing. */
const emptied = (body: string): string => {
  const { v, business, library, sent_at } = parseObject(body) ?? {};
  return stringify({ v, business, library, sent_at, events: [] });
};

const noteAnswer = async (seen: SeenRequest, answer: Response): Promise<void> => {
  seen.status = answer.status;
  if (answer.type === 'opaqueredirect') {
    seen.kind = 'redirect';
    return;
  }
  const body = await answer
    .clone()
    .text()
    .catch(() => '');
  const object = parseObject(body);
  seen.kind = body.trim() === '' ? 'empty' : object ? 'json' : /^\s*</.test(body) ? 'html' : 'other';
  const errors: unknown[] = Array.isArray(object?.errors) ? object.errors : [];
  seen.isOff = object?.off === true;
  seen.errors = errors.flatMap((error) => (isObject(error) ? (text(error.description) ?? []) : []));
};

/**
 * Notes each request with events, and unless `isSending` takes the events out of it before it leaves. This stands in the page and
 * not in the browser's debugger, because the debugger does not see what a page sends as it ends (Chromium 156, 2026-11).
 */
export const catchRequests = (isSending: boolean): SeenRequest[] => {
  const seen: SeenRequest[] = [];
  const { fetch: realFetch } = window;
  const realBeacon = navigator.sendBeacon?.bind(navigator);

  const note = (address: unknown, body: unknown, isBeacon: boolean): SeenRequest | undefined => {
    if (typeof body !== 'string') return undefined;
    try {
      const request = read(new URL(String(address), location.href).href, body, isBeacon);
      if (request) seen.push(request);
      return request;
    } catch {
      return undefined;
    }
  };

  window.fetch = async (input, init) => {
    const request = typeof input === 'string' || input instanceof URL ? note(input, init?.body, false) : undefined;
    if (!request) return realFetch.call(window, input, init);
    const isHeld = !isSending;
    if (isHeld && request.isHellotext) {
      request.status = 200;
      return new Response('{"status":"received"}', { headers: { 'Content-Type': 'application/json' } });
    }
    try {
      const sent = isHeld ? { ...init, body: emptied(init?.body as string) } : init;
      const answer = await realFetch.call(window, input, sent);
      await noteAnswer(request, answer);
      return answer;
    } catch (error) {
      request.hasFailed = true;
      throw error;
    }
  };

  navigator.sendBeacon = (address, body) => {
    const request = note(address, body, true);
    if (!request || isSending) return realBeacon(address, body);
    return request.isHellotext ? true : realBeacon(address, emptied(body as string));
  };
  return seen;
};

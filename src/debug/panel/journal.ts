import type { Decision } from '../../facts/fact.js';
import type { DropReason, ProblemReport, Response, TrackedEvent } from '../../types/tracker.js';
import { findProblems } from '../check-event.js';
import type { Problem } from '../check-event.js';
import type { Recorded } from '../recorder.js';

/** How many entries are kept of each list. */
const MAX_ITEMS = 300;
/** A call that has no event and no answer after this time is shown as waiting. Mostly the event is there at once. */
const CALL_DELAY_MS = 400;

/** An event of this page, and what became of it. */
export interface EventItem {
  kind: 'event';
  /** Unix ms. */
  at: number;
  event: TrackedEvent;
  business: string;
  problems: Problem[];
  state: 'waiting' | 'sent' | 'dropped';
  response?: Response;
  reason?: DropReason;
  errors: ProblemReport[];
}

/** A call of the shop's code that has not become an event. */
export interface CallItem {
  kind: 'call';
  at: number;
  method: 'initialize' | 'track' | 'identify';
  values: unknown[];
  state: 'waiting' | 'refused' | 'gone';
  error?: ProblemReport;
  /** The id of the event that the call will become. */
  id?: string;
}

/** A decision about something that an observer has seen. */
export interface SightItem {
  kind: 'sight';
  at: number;
  decision: Decision;
}

export type Item = EventItem | CallItem | SightItem;

/** Keeps what the recorder tells, in no language. `onChange` gets each item that is new or has changed. */
export const createJournal = (onChange: (item: Item) => void) => {
  let items: Item[] = [];
  let deliveredAt = 0;
  const events = new Map<string, EventItem>();
  const starts: { id: unknown; options: unknown; message?: string }[] = [];
  const twice: string[] = [];

  const add = <I extends Item>(item: I): I => {
    items.push(item);
    if (items.length > MAX_ITEMS * 2) items = items.slice(-MAX_ITEMS);
    onChange(item);
    return item;
  };
  /** Calls without an event. */
  const pending = new Set<CallItem>();
  /** Events of calls that the recorder has not told yet: it tells a call when it returns, after its event. */
  const unclaimed: TrackedEvent[] = [];

  /** The event of a call has come, so the call itself is shown no longer. */
  const end = (call: CallItem, state: 'gone' | 'refused') => {
    pending.delete(call);
    call.state = state;
    onChange(call);
  };

  const replaceCall = (event: TrackedEvent) => {
    if (event.observed_by !== 'manual') return;
    const call = [...pending].find((item) => (item.id ? item.id === event.id : toAction(item) === event.action));
    if (call) end(call, 'gone');
    else unclaimed.push(event);
  };

  const eventOf = (event: TrackedEvent, business: string): EventItem => {
    const existing = events.get(event.id);
    if (existing) return existing;
    replaceCall(event);
    const at = event.tracked_at * 1000;
    const item: EventItem = {
      ...{ kind: 'event', at, event, business, problems: findProblems(event), state: 'waiting', errors: [] },
    };
    events.set(event.id, item);
    return add(item);
  };

  const takeCall = (method: CallItem['method'], values: unknown[], result: Promise<unknown>) => {
    const item: CallItem = { kind: 'call', at: Date.now(), method, values, state: 'waiting' };
    const start: (typeof starts)[number] = { id: values[0], options: values[1] };
    if (method === 'initialize') starts.push(start);
    else {
      const index = unclaimed.findIndex(({ action }) => action === toAction(item));
      if (index < 0) pending.add(item);
      else unclaimed.splice(index, 1);
    }
    const timer = setTimeout(() => {
      if (pending.has(item)) add(item);
    }, CALL_DELAY_MS);
    const refuse = (error: ProblemReport) => {
      clearTimeout(timer);
      item.error = error;
      if (!items.includes(item)) items.push(item);
      end(item, 'refused');
    };
    result.then(
      (answer) => {
        const { id = '', failed, errors } = (answer ?? {}) as Partial<Response>;
        item.id = id;
        if (failed && !id && errors?.[0]) refuse(errors[0]);
        // The event has another name, or there is none: an identification that says nothing new.
        else if (pending.has(item) && (events.has(id) || !id)) end(item, 'gone');
      },
      (error: unknown) => {
        start.message = error instanceof Error ? error.message : String(error);
        refuse({ type: 'start', parameter: 'initialize', description: start.message });
      },
    );
  };

  return {
    /** In the order in which they came. */
    items: () => items,
    /** The calls of `initialize`, with the message of those that were refused. */
    starts,
    /** The options of further tags of a business that runs. */
    twice,
    /** The events that have no answer, of this business. */
    waiting: (business: string) =>
      items.filter(
        (item): item is EventItem => item.kind === 'event' && item.state === 'waiting' && item.business === business,
      ),
    /** When the last event was accepted, in ms; 0 if none was. */
    deliveredAt: () => deliveredAt,
    take(entry: Recorded) {
      if (entry[0] === 'decision') add({ kind: 'sight', at: entry[1][0].at, decision: entry[1][0] });
      else if (entry[0] === 'again') twice.push(...Object.keys(entry[1][0]));
      else if (entry[0] === 'event') eventOf(entry[1][0], entry[2]);
      else if (entry[0] === 'delivered') {
        const item = eventOf(entry[1][0], entry[2]);
        Object.assign(item, { state: 'sent', response: entry[1][1] });
        deliveredAt = Date.now();
        onChange(item);
      } else if (entry[0] === 'dropped') {
        const item = eventOf(entry[1][0], entry[2]);
        Object.assign(item, { state: 'dropped', reason: entry[1][1], errors: entry[1][2] });
        onChange(item);
      } else takeCall(entry[0], entry[1], entry[2]);
    },
    /** Forgets what was shown. What still waits is shown again when it is answered. */
    clear() {
      items = [];
      events.clear();
    },
  };
};

/** The action that a call reports. */
export const toAction = ({ method, values }: CallItem): string =>
  method === 'track' ? String(values[0]) : method === 'identify' ? 'user.identified' : method;

export type Journal = ReturnType<typeof createJournal>;

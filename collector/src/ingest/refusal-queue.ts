import type { AnswerError } from '../http/answers.js';
import type { Complain } from '../log/complain.js';
import type { Options } from '../options/collector-options.js';
import type { RefusalNote } from '../store/refusals.js';
import { type Store, StoreRefused } from '../store/store.js';
import type { Arrival, JudgedEvent } from './check-batch.js';
import type { Envelope } from './parse-batch.js';
import { createEventNotes, noteRequest, reasonOf } from './refusal-notes.js';

/** Milliseconds between two commits: each is a disk sync, and a flood of refusals must leave the database to the events. */
const pause = 1000;
/** … where the database did not take one. */
const again = 2000;

/** What one commit takes. */
const mostRows = 200;
const mostCharacters = 500_000;

/** What waits for its commit, of each sort of senders of a business; what is beyond that is only counted. */
const mostOfSenders = 1000;
const mostWaiting = 4000;
const mostWaitingCharacters = 8_000_000;

/** Anybody can have something refused; that must not take the room of what a shop's own servers have sent. */
const sendersOf = ({ business, trusted }: Pick<Arrival, 'business' | 'trusted'>): string => `${business} ${trusted}`;
const sendersOfNote = ({ business, arrival }: RefusalNote): string =>
  sendersOf({ business, trusted: arrival.trusted === true });

export interface RefusalFigures {
  /** Counts what was refused, whether or not it is noted. */
  count(reason: string, times: number): void;
  /** Counts what was not noted, because too much was waiting or the database did not take it. */
  drop(times: number): void;
}

export interface RefusalQueueParts {
  store: Pick<Store, 'keepRefusals'>;
  options: Pick<Options, 'refusals'>;
  figures: RefusalFigures;
  complain: Complain;
  /** Without one refusals are only counted. */
  hasDatabase: boolean;
  /** Why nothing may be stored at the moment; undefined where it may. */
  obstacle: () => string | undefined;
}

export type RefusalQueue = ReturnType<typeof createRefusalQueue>;

/**
 * Notes what was refused, in the background and within bounds: nobody waits for it, nothing fails by it, and a flood of refusals
 * costs no more than its first part.
 */
export function createRefusalQueue({ store, options, figures, complain, hasDatabase, obstacle }: RefusalQueueParts) {
  const waiting: RefusalNote[] = [];
  let characters = 0;
  const ofSenders = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;
  let isStopped = false;

  const isOn = () => hasDatabase && options.refusals.days > 0;

  const hasRoom = (arrival: Arrival): boolean =>
    !isStopped &&
    waiting.length < mostWaiting &&
    characters < mostWaitingCharacters &&
    (ofSenders.get(sendersOf(arrival)) ?? 0) < mostOfSenders;

  function drop(times: number, cause: unknown = 'More are refused than can be noted.'): void {
    figures.drop(times);
    complain('Refused events were not noted, only counted.', cause);
  }

  function put(note: RefusalNote): void {
    waiting.push(note);
    characters += note.text.length;
    const senders = sendersOfNote(note);
    ofSenders.set(senders, (ofSenders.get(senders) ?? 0) + 1);
  }

  function add(note: RefusalNote): void {
    put(note);
    if (!timer && !writing) plan(pause);
  }

  function take(): RefusalNote[] {
    let length = 0;
    let rows = 0;
    while (rows < mostRows && rows < waiting.length && length < mostCharacters)
      length += waiting[rows++]?.text.length ?? 0;
    const taken = waiting.splice(0, rows);
    characters -= length;
    for (const note of taken) ofSenders.set(sendersOfNote(note), (ofSenders.get(sendersOfNote(note)) ?? 1) - 1);
    return taken;
  }

  /** A note that the database refuses takes no other with it. */
  async function keepOrDrop(notes: RefusalNote[]): Promise<void> {
    const { rows, bytes } = options.refusals;
    if (!isOn()) return;
    try {
      await store.keepRefusals(notes, { rows, bytes });
    } catch (cause) {
      if (!(cause instanceof StoreRefused)) throw cause;
      if (notes.length === 1) drop(1, cause);
      else for (const note of notes) await keepOrDrop([note]);
    }
  }

  /** @returns milliseconds until the next commit; undefined where nothing waits any more */
  async function commit(): Promise<number | undefined> {
    if (obstacle() !== undefined) return again;
    const taken = take();
    try {
      await keepOrDrop(taken);
    } catch {
      // The database is away. It is tried again, and meanwhile what has no room is dropped.
      for (const note of taken) put(note);
      return again;
    }
    return waiting.length > 0 ? pause : undefined;
  }

  function plan(wait: number | undefined): void {
    timer = wait === undefined || isStopped ? undefined : setTimeout(write, wait);
    timer?.unref();
  }

  function write(): void {
    writing = commit().then((wait) => {
      writing = undefined;
      plan(wait);
    });
  }

  return {
    /** @param body as it came, or its bytes where it was not read */
    noteRequest(arrival: Arrival, errors: AnswerError[], body: Uint8Array | number): void {
      if (errors[0]) figures.count(reasonOf(errors[0]), 1);
      if (!isOn()) return;
      if (hasRoom(arrival)) add(noteRequest(arrival, errors, body));
      else drop(1);
    },

    /** Notes those of the events of a batch that were refused. */
    noteEvents(arrival: Arrival, envelope: Envelope, judged: JudgedEvent[]): void {
      const refused = judged.filter(({ errors }) => errors.length > 0);
      if (refused.length === 0) return;
      for (const { errors } of refused) if (errors[0]) figures.count(reasonOf(errors[0]), 1);
      if (!isOn()) return;
      if (!hasRoom(arrival)) return drop(refused.length);
      const noteEvent = createEventNotes(arrival, envelope);
      for (const [index, event] of refused.entries()) {
        if (!hasRoom(arrival)) return drop(refused.length - index);
        add(noteEvent(event));
      }
    },

    /** Writes what waits, as far as the database takes it at once. */
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      await writing;
      while (waiting.length > 0 && (await commit()) !== again);
    },
  };
}

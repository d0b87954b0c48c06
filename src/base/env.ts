/** Storage for texts that lasts from one page to the next. Synchronous; never throws. */
export interface KeyValue {
  keys(): string[];
  /** Returns the value; `null` if there is none. */
  get(key: string): string | null;
  /** Returns `false` if the value could not be stored. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
}

/** The parts of an HTTP answer that decide what happens to the events. */
export interface Answer {
  /** HTTP status; 0 if there was no answer, 302 for any redirect. */
  status: number;
  /** The JSON object in the body; `null` if the body is empty or there was no answer; `undefined` for any other body. */
  body: Record<string, unknown> | null | undefined;
  /** `Retry-After` in ms; negative if its time has passed; `NaN` or absent if the endpoint sent none. */
  retryAfter?: number;
  /** The request took too long and was aborted. */
  timedOut?: boolean;
}

/** Sends request bodies to the endpoint. Never throws and never rejects. */
export interface Transport {
  /** `keepalive` asks for a request that outlives the page. Returns `undefined` if such a request is not possible now. */
  send(body: string, keepalive?: boolean): Promise<Answer> | undefined;
  /** Returns `true` if the browser has accepted the body. A beacon gets no answer. */
  beacon(body: string): boolean;
}

/** Everything that a tracker takes from the browser. Tests pass their own. */
export interface Env {
  /** The time in Unix ms. */
  now(): number;
  /** A random number from 0 to below 1. */
  random(): number;
  randomBytes(count: number): Uint8Array;
  storage: KeyValue;
  transport(endpoint: string, credentials: boolean): Transport;
  /**
   * Runs the task. `held` is `true` if no other tab of this origin holds the lock `name`; the task then holds it until its
   * promise settles. In browsers without locks `held` is always `true`.
   */
  lock(name: string, task: (held: boolean) => Promise<void>): void;
  /** Returns `false` only if the browser is sure that it has no network. */
  online(): boolean;
}

/** What is remembered between pages. Synchronous; never throws. */
export interface KeyValue {
  keys(): string[];
  get(key: string): string | null;
  /** `false` where the value is not stored. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
}

/** One HTTP answer, reduced to what decides about events. */
export interface Answer {
  /** HTTP status; 0 where there was no answer, 302 for any redirect. */
  status: number;
  /** The JSON object that came, an empty one or `null` for an empty body; `undefined` for any other body. */
  body: Record<string, unknown> | null | undefined;
  /** What the endpoint asked for, in ms. */
  retryAfter?: number;
  timedOut?: boolean;
}

/** Takes request bodies to the endpoint. Never throws and never rejects. */
export interface Transport {
  /** `keepalive` asks for a request that outlives the page; returns `undefined` if none is possible now. */
  send(body: string, options?: { keepalive: boolean }): Promise<Answer> | undefined;
  /** `true` if the browser has taken the body over. No answer will come. */
  beacon(body: string): boolean;
}

/** Everything impure that a tracker needs; tests pass their own. */
export interface Env {
  /** Unix milliseconds. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  randomBytes(count: number): Uint8Array;
  storage: KeyValue;
  transport(endpoint: string, credentials: boolean): Transport;
  /**
   * Runs the task with `true` while no other tab of this origin runs one under that name, else at once with `false`.
   * Where the browser has no locks, always with `true`.
   */
  lock(name: string, task: (held: boolean) => Promise<void>): void;
  /** `false` only where the browser is sure to have no network. */
  online(): boolean;
}

/** A defect planted for a test, in front of `POST /v1/events`. */
export interface Fault {
  kind: 'down' | '503' | '429' | 'hang' | 'reset' | 'slow' | 'status';
  /** For the next so many requests; without it until the faults are cleared. */
  count?: number;
  /** Only for requests whose body contains this text. */
  containing?: string;
  /** `status`: the answer. */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** `429` and `503`: seconds in `Retry-After` and `retry_after`. */
  retryAfter?: number;
  /** `slow`: how late the answer is. */
  milliseconds?: number;
  /** `status`, `503`, `429`, `hang`: store the batch first, as a server does that fails after its commit. */
  commit?: boolean;
}

export type Faults = ReturnType<typeof createFaults>;

const kinds: Fault['kind'][] = ['down', '503', '429', 'hang', 'reset', 'slow', 'status'];

function check(fault: Fault): Fault {
  if (!kinds.includes(fault?.kind)) {
    throw new TypeError(`There is no fault ${JSON.stringify(fault?.kind)}; choose one of ${kinds.join(', ')}.`);
  }
  const { count, status } = fault;
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new TypeError(`The fault's count is ${JSON.stringify(count)}; give a whole number of requests from 1.`);
  }
  if (fault.kind === 'status' && !(Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599)) {
    throw new TypeError(`The fault's status is ${JSON.stringify(status)}; give an HTTP status from 200 to 599.`);
  }
  return { ...fault };
}

/** Defects that tests plant in front of the endpoint; the first one that fits a request is used. */
export function createFaults() {
  let planted: Fault[] = [];

  function use(fault: Fault): Fault {
    if (fault.count !== undefined && --fault.count <= 0) planted = planted.filter((other) => other !== fault);
    return fault;
  }

  return {
    /** Replaces what was planted; nothing clears it. */
    plant(faults?: Fault | Fault[] | null): void {
      planted = (Array.isArray(faults) ? faults : faults ? [faults] : []).map(check);
    },

    list: (): Fault[] => planted.map((fault) => ({ ...fault })),

    /** Whether this request meets a server that is down, before anything of it is read. */
    isDown(): boolean {
      const next = planted[0];
      return next !== undefined && next.kind === 'down' && next.containing === undefined && Boolean(use(next));
    },

    /** The fault that this body meets. */
    take(body: Buffer): Fault | undefined {
      const fault = planted.find(({ containing }) => containing === undefined || body.includes(containing));
      return fault && use(fault);
    },
  };
}

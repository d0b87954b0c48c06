import type { Row } from '../../../collector/src/index.ts';
import type { FuzzRequest } from './requests.ts';
import type { RawAnswer } from './send-raw.ts';

interface Result {
  id: string | null;
  status: 'received' | 'duplicate' | 'rejected';
}

const isEndpoint = ({ method, target }: FuzzRequest) => method === 'POST' && target.startsWith('/v1/events?');

/** Whatever may be an id in a body that was not answered; the sender cannot know what became of it. */
const idsIn = ({ body }: FuzzRequest): string[] =>
  body?.()
    .toString()
    .match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi)
    ?.map((id) => id.toLowerCase()) ?? [];

const describeRequest = ({ method, target, headers, body }: FuzzRequest) =>
  JSON.stringify({ method, target, headers, body: body?.().toString().slice(0, 500) }).slice(0, 1500);

/** Such a request is no HTTP, and its sender may be cut off while it is still sending, before it has read the answer. */
const isNoHttp = ({ target, headers }: FuzzRequest) =>
  /[\x00-\x08\x0a-\x1f\x7f]/.test(Buffer.from([target, ...headers.flat()].join(''), 'latin1').toString('latin1'));

/** Keeps what was answered, to compare it with what the store holds. */
export function createLedger() {
  const statuses = new Map<number, number>();
  const received = new Map<string, number>();
  const unanswered = new Set<string>();
  const problems: string[] = [];

  return {
    /** How often each status was answered; 0 stands for none. */
    statuses,
    /** Takes down what became of a request. */
    note(request: FuzzRequest, { status, text }: RawAnswer): void {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 0 && request.cutAt === undefined && !isNoHttp(request))
        problems.push(`No answer to ${describeRequest(request)}`);
      if (status >= 500 && status !== 503)
        problems.push(`${status} to ${describeRequest(request)}: ${text.slice(0, 200)}`);
      if (!isEndpoint(request)) return;
      if (status === 0) for (const id of idsIn(request)) unanswered.add(id);
      if (status !== 200) return;
      const { results } = JSON.parse(text) as { results: Result[] };
      for (const { id, status } of results) {
        const key = String(id).toLowerCase();
        if (status === 'received') received.set(key, (received.get(key) ?? 0) + 1);
        else if (status === 'duplicate' && !received.has(key) && !unanswered.has(key)) {
          problems.push(`A duplicate that was never received: ${key}`);
        }
      }
    },
    /** Compares with the rows of the store. Everything received is there once, and nothing else is there. */
    judge(rows: Row[]): string[] {
      const stored = new Map<string, number>();
      for (const { id } of rows) stored.set(id, (stored.get(id) ?? 0) + 1);
      return [
        ...problems,
        ...[...received.keys()].filter((id) => !stored.has(id)).map((id) => `Received, but not stored: ${id}`),
        ...[...stored].filter(([, times]) => times > 1).map(([id, times]) => `Stored ${times} times: ${id}`),
        ...[...stored.keys()]
          .filter((id) => !received.has(id) && !unanswered.has(id))
          .map((id) => `Stored, but never received: ${id}`),
      ];
    },
  };
}

import { readFileSync } from 'node:fs';
import { toBody } from '../../../src/delivery/batch-body.ts';

export interface Batch {
  events: Record<string, unknown>[];
  [field: string]: unknown;
}

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

/** The complete requests that the documentation shows. */
const documented = ['docs/protocol.md', 'docs/privacy.md'].map((file) => {
  const [, json = ''] = /```json\n(\{\n {2}"v": 1,.*?)```/s.exec(read(file)) ?? [];
  return JSON.parse(json) as Batch;
});

/** A batch as the client's delivery writes it: what all its events share stands once in `context`. */
function hoisted({ events: [first = {}], ...envelope }: Batch): Batch {
  const { id, action, tracked_at, ...shared } = first;
  const entries = Array.from({ length: 12 }, (_, seq) => ({
    json: JSON.stringify({ session: envelope.session, ...shared, id, action, tracked_at, seq }),
  }));
  return JSON.parse(toBody(entries as Parameters<typeof toBody>[0], envelope)) as Batch;
}

/** Batches of real clients. Their ids are to be replaced by fresh ones. */
export const realBatches: Batch[] = [...documented, ...documented.map(hoisted)];

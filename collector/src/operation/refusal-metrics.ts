import { Counter, type Registry } from 'prom-client';
import type { RefusalFigures } from '../ingest/refusal-queue.js';

/** A reason names a field of the protocol, of which there are few; whatever else comes is counted together. */
const mostReasons = 100;

/** Figures of what was refused although its business is known. */
export function addRefusalMetrics(registry: Registry): RefusalFigures {
  const registers = [registry];
  const refusals = new Counter({
    name: 'vitrina_refusals_total',
    help: 'Refused events, and refused requests of known businesses, by their first reason.',
    labelNames: ['reason'],
    registers,
  });
  const dropped = new Counter({
    name: 'vitrina_refusals_dropped_total',
    help: 'Refusals that were only counted, because too many were waiting to be noted.',
    registers,
  });
  const known = new Set<string>();
  return {
    count(reason, times) {
      if (known.size < mostReasons) known.add(reason);
      refusals.inc({ reason: known.has(reason) ? reason : 'other' }, times);
    },
    drop: (times) => dropped.inc(times),
  };
}

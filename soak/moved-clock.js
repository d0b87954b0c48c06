/** Loaded by the collector's process before anything else: its clock goes ahead, or behind, by so many milliseconds. */
import { env } from 'node:process';

const moved = Number(env.SOAK_CLOCK_MOVED ?? 0);
const RealDate = Date;

globalThis.Date = /** @type {DateConstructor} */ (
  new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [RealDate.now() + moved] : args, newTarget),
    get: (target, name) => (name === 'now' ? () => RealDate.now() + moved : Reflect.get(target, name)),
  })
);

import { afterFrame } from '../browser/listen.js';
import type { Call } from '../events/to-event.js';
import { takeSession } from '../visitor/address-bar.js';
import type { Jar } from '../visitor/jar.js';
import type { Context } from './context.js';
import { startPipeline } from './pipeline.js';
import type { Pipeline } from './pipeline.js';

/**
 * A tracker at work. It sees calls and pages at once, and leaves what costs time (cookies, storage, requests) until the page has
 * been drawn, unless somebody tracks before or leaves.
 * @param openJar the visitor's cookies; `undefined` without consent
 */
export const startEngine = (context: Context, prefix: string, search: string, openJar: () => Jar | undefined) => {
  const { given } = context;
  // The address has it once only, and the page may stop and start again.
  given[0] = takeSession(prefix, context.env.now()) ?? given[0];
  let seq = 0;
  let pipeline: Pipeline | undefined;
  /** A page view that waits for its title; nothing may overtake it. */
  let late: (() => void) | undefined;
  let isStopped = false;

  const open = (): Pipeline | undefined => {
    if (!pipeline && !isStopped) {
      const jar = openJar();
      if (!jar || pipeline) return pipeline;
      pipeline = startPipeline(context, jar);
      // Those who hear it may track at once.
      pipeline.identity.readCampaign(search);
      pipeline.identity.announce();
    }
    return pipeline;
  };

  const settle = () => {
    const task = late;
    late = undefined;
    task?.();
  };

  const go = () => {
    settle();
    open();
  };

  afterFrame(go);
  return {
    isStored: (id: string) => pipeline?.isStored(id),
    session: () => open()?.identity.session(),
    user: () => open()?.user.get(),
    forget() {
      settle();
      open()?.user.forget();
    },
    reset() {
      settle();
      open()?.delivery.clear('reset');
      pipeline?.user.forget();
      given[0] = undefined;
      pipeline?.identity.reset();
    },
    /** Makes a call an event; `isLate` leaves time for the page to set its title. */
    accept(call: Call, isLate?: boolean) {
      settle();
      const { href } = location;
      const number = ++seq;
      const task = () => open()?.accept(call, number, href, document.title);
      if (!isLate) return task();
      late = task;
      // The first one waits for the pipeline, which waits for the frame.
      if (pipeline) afterFrame(() => late === task && settle());
    },
    moved(previous: string) {
      settle();
      open()?.moved(previous);
      pipeline?.identity.readCampaign(location.search);
    },
    leave(last: boolean) {
      go();
      pipeline?.delivery.leave(last);
      pipeline?.save();
    },
    shown() {
      pipeline?.identity.refresh();
      pipeline?.user.refresh();
      pipeline?.delivery.shown();
    },
    online: () => pipeline?.delivery.online(),
    /** Another tab has stored something. */
    heard: (change: StorageEvent) => pipeline?.user.heard(change),
    async flush() {
      go();
      await pipeline?.delivery.flush();
    },
    /** Drops everything that is on its way. */
    clear() {
      if (pipeline) settle();
      late = undefined;
      pipeline?.delivery.clear('consent');
    },
    stop() {
      // Where consent has gone, nothing more may be written.
      const isSilent = !openJar();
      if (!isSilent) settle();
      isStopped = true;
      pipeline?.stop(isSilent);
    },
  };
};

export type Engine = ReturnType<typeof startEngine>;

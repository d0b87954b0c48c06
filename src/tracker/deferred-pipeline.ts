import { whenIdle } from '../browser/listen.js';
import { ofDocument } from '../browser/of-document.js';
import type { LeaveMoment } from '../delivery/sender.js';
import type { Call } from '../events/to-event.js';
import { takeSession } from '../visitor/address-bar.js';
import type { Jar } from '../visitor/jar.js';
import type { Context } from './context.js';
import { startPipeline } from './pipeline.js';
import type { Pipeline } from './pipeline.js';

/** Routers that fetch a page first set its title 20 to 400 ms after its address. */
const TITLE_LOOKS = 20;
const TITLE_LOOK_MS = 50;

/**
 * Creates a pipeline that opens late, because cookies, storage and requests take time. It opens when the page is idle, or before
 * that if an event is tracked or the visitor leaves. The first page view waits for it.
 * @param search the query of the page on which the visitor landed
 * @param openJar returns the visitor's cookies; `undefined` without consent
 */
export const deferPipeline = (context: Context, prefix: string, search: string, openJar: () => Jar | undefined) => {
  const { given, options } = context;
  // Keep the session of the link: it is gone from the address when the page stops and starts again.
  given.link =
    takeSession(prefix, context.env.now(), (options.linkSessions ?? (options.destination && 'any')) === 'any') ??
    given.link;
  let seq = 0;
  let pipeline: Pipeline | undefined;
  /** The page view that waits for its title. It is flushed before anything else happens. */
  let pageView: (() => void) | undefined;
  let isStopped = false;

  /** Opens the pipeline if necessary. Returns `undefined` if it cannot open: consent is missing, or it was stopped before. */
  const open = (): Pipeline | undefined => {
    const jar = pipeline || isStopped ? undefined : openJar();
    // Whoever hears of the consent may have opened it meanwhile.
    if (jar && !pipeline) {
      pipeline = startPipeline(context, jar);
      // `pipeline` is set before these signals, because their subscribers may track at once.
      pipeline.identity.land(search);
      pipeline.identity.announce();
    }
    return pipeline;
  };

  const flushPageView = () => {
    const task = pageView;
    pageView = undefined;
    task?.();
  };

  /** Runs the task with the open pipeline, after a waiting page view. Returns `undefined` if the pipeline cannot open. */
  const run = <R>(task: (pipeline: Pipeline) => R): R | undefined => {
    flushPageView();
    const opened = open();
    return opened && task(opened);
  };

  // In two tasks, since both together would block a slow phone for more than 50 ms (Chromium 156 at 4x throttling, 2026-11).
  whenIdle(() => {
    const first = pageView;
    open();
    // One that waits for its title since goes on waiting.
    setTimeout(() => pageView === first && flushPageView());
  });
  return {
    open,
    run,
    /** Returns the pipeline if it is open, else `undefined`. */
    opened: () => pipeline,
    /** Makes a call an event. `isLate` gives the page a second to set its title. */
    accept(call: Call, isLate?: boolean) {
      // A page view that does not go alone shares its request with the calls that follow it.
      if (pageView) open()?.useStorage();
      flushPageView();
      const { href } = location;
      const title = ofDocument('title');
      const number = ++seq;
      const task = () => open()?.accept(call, number, href, ofDocument('title'));
      if (!isLate) return task();
      pageView = task;
      const look = (count: number) => {
        if (pageView !== task) return;
        if (count && ofDocument('title') === title) setTimeout(look, TITLE_LOOK_MS, count - 1);
        else flushPageView();
      };
      // The first page view is sent when the pipeline opens, in the page's first idle moment.
      if (pipeline) look(TITLE_LOOKS);
    },
    /** The page has navigated from the address `previous`. */
    moved(previous: string) {
      run((opened) => {
        opened.useStorage();
        opened.moved(previous);
        opened.identity.land(location.search);
      });
      context.signals.emit('moved', previous);
    },
    /** The visitor leaves the page or hides it: delivers what is possible and saves the visit. */
    leave(moment: LeaveMoment) {
      run((opened) => {
        opened.useStorage();
        opened.delivery.leave(moment);
        opened.save();
      });
    },
    /** Drops all events that are not delivered yet, because consent was denied. */
    clear() {
      if (pipeline) flushPageView();
      pageView = undefined;
      pipeline?.delivery.clear('consent');
    },
    stop() {
      // Without consent nothing may be written any more.
      const write = !!openJar();
      if (write) flushPageView();
      // A pipeline that is stopped must not be used by what is scheduled.
      pageView = undefined;
      isStopped = true;
      pipeline?.stop({ write });
    },
  };
};

export type DeferredPipeline = ReturnType<typeof deferPipeline>;

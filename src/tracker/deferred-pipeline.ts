import { afterFrame, whenIdle } from '../browser/listen.js';
import type { LeaveMoment } from '../delivery/sender.js';
import type { Call } from '../events/to-event.js';
import { takeSession } from '../visitor/address-bar.js';
import type { Jar } from '../visitor/jar.js';
import type { Context } from './context.js';
import { startPipeline } from './pipeline.js';
import type { Pipeline } from './pipeline.js';

/**
 * A pipeline that opens late. Calls and pages are seen at once; what costs time (cookies, storage, requests) waits until the page has
 * an idle moment, unless somebody tracks before or leaves.
 * @param openJar the visitor's cookies; `undefined` without consent
 */
export const deferPipeline = (context: Context, prefix: string, search: string, openJar: () => Jar | undefined) => {
  const { given } = context;
  // The address has it once only, and the page may stop and start again.
  given.link = takeSession(prefix, context.env.now()) ?? given.link;
  let seq = 0;
  let pipeline: Pipeline | undefined;
  /** A page view that waits for its title; nothing may overtake it. */
  let pageView: (() => void) | undefined;
  let isStopped = false;

  /** The pipeline, opened at the latest now; `undefined` without consent and after the end. */
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

  const flushPageView = () => {
    const task = pageView;
    pageView = undefined;
    task?.();
  };

  /** Runs the task with the open pipeline, behind everything that was called before. */
  const run = <R>(task: (pipeline: Pipeline) => R): R | undefined => {
    flushPageView();
    const opened = open();
    return opened && task(opened);
  };

  whenIdle(() => run(() => {}));
  return {
    open,
    run,
    /** The pipeline if it is open. */
    opened: () => pipeline,
    /** Makes a call an event; `isAfterFrame` leaves time for the page to set its title. */
    accept(call: Call, isAfterFrame?: boolean) {
      flushPageView();
      const { href } = location;
      const number = ++seq;
      const task = () => open()?.accept(call, number, href, document.title);
      if (!isAfterFrame) return task();
      pageView = task;
      // The first page view is sent when the pipeline opens, in the page's first idle moment.
      if (pipeline) afterFrame(() => pageView === task && flushPageView());
    },
    moved(previous: string) {
      run((opened) => {
        opened.moved(previous);
        opened.identity.readCampaign(location.search);
      });
    },
    leave(moment: LeaveMoment) {
      run((opened) => {
        opened.useStorage();
        opened.delivery.leave(moment);
        opened.save();
      });
    },
    /** Drops everything that is on its way. */
    clear() {
      if (pipeline) flushPageView();
      pageView = undefined;
      pipeline?.delivery.clear('consent');
    },
    stop() {
      // Where consent has gone, nothing more may be written.
      const write = !!openJar();
      if (write) flushPageView();
      isStopped = true;
      pipeline?.stop({ write });
    },
  };
};

export type DeferredPipeline = ReturnType<typeof deferPipeline>;

import type { Stop } from '../types';

/** Something to be done once, a little later; `now` does it at once, if it is still to be done. */
const createLater = (wait: (task: () => void) => Stop) => {
  let pending: { task: () => void; cancel: Stop } | undefined;
  const cancel = () => {
    pending?.cancel();
    pending = undefined;
  };
  const now = () => {
    const task = pending?.task;
    cancel();
    task?.();
  };
  return {
    soon(task: () => void) {
      now();
      pending = { task, cancel: wait(now) };
    },
    pending: () => !!pending,
    now,
    cancel,
  };
};

/** After the next frame, or soon where there are no frames, as in a hidden tab. */
export const createAfterFrame = () =>
  createLater((task) => {
    let timer = setTimeout(task, 200);
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = setTimeout(task, 0);
    });
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  });

/** When the page has nothing better to do, within a second. Safari has no idle callbacks (2026-11). */
export const createWhenIdle = () =>
  createLater((task) => {
    if (!window.requestIdleCallback) {
      const timer = setTimeout(task, 200);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(task, { timeout: 1000 });
    return () => cancelIdleCallback(request);
  });

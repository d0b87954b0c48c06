import { all, listen } from '../../browser/listen.js';
import type { Stop } from '../../types/tracker.js';

/** A shorter way is a click. */
const MIN_WAY = 6;

/**
 * Lets a handle be dragged with mouse, pen or finger.
 * @param onMove gets the way so far, in px
 * @param onEnd gets the point where it was let go; `undefined` if it was not dragged
 */
export const dragBy = (
  handle: HTMLElement,
  onMove: (x: number, y: number) => void,
  onEnd: (point?: { x: number; y: number }) => void,
): Stop => {
  let start: { x: number; y: number } | undefined;
  let isDragging = false;
  const end = ({ clientX: x, clientY: y }: PointerEvent) => {
    if (!start) return;
    onEnd(isDragging ? { x, y } : undefined);
    start = undefined;
    isDragging = false;
  };
  return all([
    listen(handle, 'pointerdown', ({ target, clientX: x, clientY: y, pointerId, button }: PointerEvent) => {
      if (button || (target as Element).closest('button, select')) return;
      start = { x, y };
      handle.setPointerCapture(pointerId);
    }),
    listen(handle, 'pointermove', ({ clientX, clientY }: PointerEvent) => {
      if (!start) return;
      const [x, y] = [clientX - start.x, clientY - start.y];
      isDragging ||= Math.hypot(x, y) > MIN_WAY;
      if (isDragging) onMove(x, y);
    }),
    listen(handle, 'pointerup', end),
    listen(handle, 'pointercancel', end),
  ]);
};

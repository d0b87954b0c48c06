import { attempt } from '../../base/attempt.js';

/** The corners in the order of preference. */
const CORNERS = ['bottom-right', 'bottom-left', 'top-right', 'top-left'] as const;
type Corner = (typeof CORNERS)[number];

const MARGIN = 16;
/** In px; narrower windows have the panel across their whole width. */
const NARROW = 480;
const STEP = 40;
const CONTROL = 'a[href], button, input, select, textarea, label, summary, [role=button]';

const isCorner = (value: string | undefined): value is Corner => CORNERS.includes(value as Corner);

/** The window without its scroll bars. */
const windowSize = () => {
  const { clientWidth: width, clientHeight } = document.documentElement;
  return { width, height: Math.min(clientHeight || innerHeight, innerHeight) };
};

/** What the page has in a box of the window: things that stay there when it scrolls, and the number of controls. */
const lookUnder = (host: Element, box: { left: number; top: number; width: number; height: number }) => {
  const fixed = new Set<Element>();
  const controls = new Set<Element>();
  const [columns, rows] = [Math.ceil(box.width / STEP), Math.ceil(box.height / STEP)];
  for (let column = 0; column <= columns; column++)
    for (let row = 0; row <= rows; row++) {
      const x = box.left + (box.width * column) / columns;
      const y = box.top + (box.height * row) / rows;
      const stack = (attempt(() => document.elementsFromPoint(x, y)) ?? []).filter((element) => element !== host);
      for (const element of stack) if (/fixed|sticky/.test(getComputedStyle(element).position)) fixed.add(element);
      const control = stack[0]?.closest(CONTROL);
      if (control) controls.add(control);
    }
  return { fixed: [...fixed], controls: controls.size };
};

/**
 * Keeps the panel in a corner of the window where it covers the fewest things of the page, above or below what is fixed there, such
 * as a cookie banner, a chat or a bar with a buy button.
 * @param draw gets the style rule that places the panel
 */
export const createPlace = (
  host: HTMLElement,
  draw: (rule: string) => void,
  memory: { corner?: string; keep: (corner: string) => void },
) => {
  let corner: Corner = 'bottom-right';
  let lift = MARGIN;
  /** Chosen by hand: then it stays. */
  let isChosen = isCorner(memory.corner);
  if (isCorner(memory.corner)) corner = memory.corner;

  const rule = () => {
    const isNarrow = windowSize().width <= NARROW;
    const edge = isNarrow ? (lift > MARGIN ? lift - MARGIN : 0) : lift;
    const side = isNarrow ? '0' : `${MARGIN}px`;
    const [vertical, horizontal] = corner.split('-');
    const inset = [
      vertical === 'top' ? `${edge}px` : 'auto',
      horizontal === 'right' || isNarrow ? side : 'auto',
      vertical === 'bottom' ? `${edge}px` : 'auto',
      horizontal === 'left' || isNarrow ? side : 'auto',
    ];
    return `:host { inset: ${inset.join(' ')} !important; --lift: ${edge}px; }`;
  };

  const boxAt = (at: Corner, raised: number) => {
    const view = windowSize();
    const { width, height } = host.getBoundingClientRect();
    const [vertical, horizontal] = at.split('-');
    return {
      left: horizontal === 'left' ? Math.min(MARGIN, view.width - width) : Math.max(0, view.width - width - MARGIN),
      top: vertical === 'top' ? raised : Math.max(0, view.height - height - raised),
      ...{ width, height },
    };
  };

  /** How far the panel must be from its edge to clear what is fixed there. What fills half of the window is no bar. */
  const liftAt = (at: Corner, fixed: Element[]) => {
    const view = windowSize();
    const isTop = at.startsWith('top');
    const reaches = fixed.map((element) => {
      const { top, bottom, height } = element.getBoundingClientRect();
      const isBar = height < view.height / 2 && (isTop ? top < 2 * MARGIN : bottom > view.height - 2 * MARGIN);
      return isBar ? (isTop ? bottom : view.height - top) + MARGIN / 2 : 0;
    });
    return Math.max(MARGIN, ...reaches);
  };

  const costOf = (at: Corner) => {
    const raised = liftAt(at, lookUnder(host, boxAt(at, MARGIN)).fixed);
    const { fixed, controls } = lookUnder(host, boxAt(at, raised));
    return { at, raised, cost: fixed.length * 20 + controls + (raised > MARGIN ? 5 : 0) };
  };

  const apply = (to: Corner, raised: number) => {
    corner = to;
    lift = raised;
    draw(rule());
  };

  return {
    /** Looks where the panel covers least. `isFirst`: all corners; later only whether something fixed has come where it is. */
    settle(isFirst?: boolean) {
      const own = costOf(corner);
      if (isChosen || (!isFirst && own.cost < 20))
        return void ((isFirst || own.raised !== lift) && apply(corner, own.raised));
      const [best = own] = CORNERS.map(costOf).sort((one, other) => one.cost - other.cost);
      if (best.at !== corner || best.raised !== lift || isFirst) apply(best.at, best.raised);
    },
    /** Moves the panel by hand: to the corner nearest to a point, or to the next one. */
    move(point?: { x: number; y: number }) {
      const view = windowSize();
      const next = CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? 'bottom-right';
      const near =
        point &&
        (`${point.y < view.height / 2 ? 'top' : 'bottom'}-${point.x < view.width / 2 ? 'left' : 'right'}` as Corner);
      const isNarrow = view.width <= NARROW;
      const to = near ?? (isNarrow ? (corner.startsWith('top') ? 'bottom-right' : 'top-right') : next);
      isChosen = true;
      memory.keep(to);
      apply(to, liftAt(to, lookUnder(host, boxAt(to, MARGIN)).fixed));
    },
  };
};

export type Place = ReturnType<typeof createPlace>;

import { all, listen } from '../browser/listen.js';
import type { Plugin } from '../types/tracker.js';

/** Reviews and comments are written by strangers, so markup must not be able to report these actions, or any other field. */
const RESERVED = /^((order|refund|user|app|page)\.|(product\.purchased|coupon\.redeemed)$)/;
const FIELDS = 'object object_type object_parameters amount currency metadata';

/**
 * Returns an attribute. Fields of a form hide the form's own functions if they have the same names, and a page may have a variable
 * `Element` of its own.
 */
const read = (element: Element, name: string): string | null => HTMLElement.prototype.getAttribute.call(element, name);

/**
 * Plugin that reports clicks on elements marked with `data-vitrina-track="cart.added"`. The attributes of `FIELDS` become
 * props: `data-vitrina-amount="12.5"` becomes `amount: 12.5`, and a value that begins with `{` or `[` is read as JSON.
 * A marked form reports its submission. The listeners are on the document, so elements that are added later count too.
 * @example
 * ```ts
 * import { createTracker } from 'vitrina';
 * import { clicks } from 'vitrina/plugins/clicks';
 *
 * createTracker('xy76ks', { endpoint: 'https://events.example.com/v1/events', plugins: [clicks()] });
 * ```
 */
export const clicks =
  (isOn = true): Plugin =>
  ({ observe }) => {
    if (!isOn) return;
    /** The marked element that was clicked in this task. */
    let clicked: Element | undefined;
    const report = (event: MouseEvent) => {
      // The path includes elements in open shadow roots; `target` does not.
      const path = event.composedPath().filter((node) => (node as Node).nodeType === 1) as Element[];
      // The middle button opens links only. The further buttons open menus, or go back and forward.
      if (event.button > Number(path.some((element) => read(element, 'href')))) return;
      for (const element of path) {
        const action = read(element, 'data-vitrina-track');
        if (!action || element instanceof HTMLFormElement !== (event.type === 'submit')) continue;
        // A click on a label makes the browser click its field in the same task.
        if (element === clicked && (path[0] as HTMLInputElement).labels?.[0]) return;
        clicked = element;
        setTimeout(() => (clicked = undefined));
        if (!RESERVED.test(action)) observe(action, readProps(element), 'mark');
        return;
      }
    };
    // While capturing, because the page may stop the event before it bubbles up to the document.
    const stops = ['click', 'auxclick', 'submit'].map((type) => listen(document, type, report, true));
    return all(stops);
  };

const readProps = (element: Element): Record<string, unknown> => {
  const props: Record<string, unknown> = {};
  for (const name of FIELDS.split(' ')) {
    const value = read(element, `data-vitrina-${name.replace('_', '-')}`);
    if (value !== null) props[name] = toValue(name, value);
  }
  return props;
};

const toValue = (name: string, value: string): unknown => {
  if (name === 'amount' && /\d/.test(value) && isFinite(+value)) return +value;
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

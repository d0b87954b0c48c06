import { all, listen } from '../browser/listen.js';
import type { Plugin } from '../types/tracker.js';

/** Reviews and comments are written by strangers, so markup must not be able to report these actions. */
const RESERVED = /^(order|refund|user)\./;

/**
 * Plugin that reports clicks on elements marked with `data-vitrina-track="cart.added"`. The other `data-vitrina-*` attributes
 * become props: `data-vitrina-amount="12.5"` becomes `amount: 12.5`, and a value that begins with `{` or `[` is read as JSON.
 * A marked form reports its submission. The listeners are on the document, so elements that are added later count too.
 */
export const clicks =
  (isOn = true): Plugin =>
  ({ observe }) => {
    if (!isOn) return;
    const report = (event: MouseEvent) => {
      if (event.button === 2) return;
      // The path includes elements in open shadow roots; `target` does not.
      for (const target of event.composedPath()) {
        const { dataset } = target as HTMLElement;
        const action = dataset?.vitrinaTrack;
        if (!action || target instanceof HTMLFormElement !== (event.type === 'submit')) continue;
        if (!RESERVED.test(action)) observe(action, readProps(dataset), 'mark');
        return;
      }
    };
    // While capturing, because the page may stop the event before it bubbles up to the document.
    const stops = ['click', 'auxclick', 'submit'].map((type) => listen(document, type, report, true));
    return all(stops);
  };

const readProps = (dataset: DOMStringMap): Record<string, unknown> => {
  const props: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(dataset)) {
    if (!/^vitrina(?!(Track|Form)$)/.test(key)) continue;
    const name = key
      .slice(7)
      .replace(/(?!^)[A-Z]/g, '_$&')
      .toLowerCase();
    props[name] = toValue(name, value as string);
  }
  return props;
};

const toValue = (name: string, value: string): unknown => {
  const number = Number(value);
  if (name === 'amount' && value.trim() && Number.isFinite(number)) return number;
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

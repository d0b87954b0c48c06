import { all, listen } from '../browser/listen.js';
import type { Plugin } from '../types/tracker.js';

/** Reviews and comments are written by strangers: a mark in them must not place an order. */
const RESERVED = /^(order|refund|user)\./;

/**
 * Reports clicks on elements marked with `data-vitrina-track="cart.added"`, with the other `data-vitrina-*` attributes as
 * props: `data-vitrina-amount="12.5"` becomes `amount: 12.5`, and a value that begins with `{` or `[` is read as JSON. A marked
 * form reports its submission. One listener on the document, so that elements added later count too.
 */
export const clicks =
  (isOn = true): Plugin =>
  ({ observe }) => {
    if (!isOn) return;
    const report = (event: MouseEvent) => {
      if (event.button === 2) return;
      // The path reaches into open shadow roots, which `target` hides.
      for (const target of event.composedPath()) {
        const { dataset } = target as HTMLElement;
        const action = dataset?.vitrinaTrack;
        if (!action || target instanceof HTMLFormElement !== (event.type === 'submit')) continue;
        if (!RESERVED.test(action)) observe(action, readProps(dataset), 'mark');
        return;
      }
    };
    // While capturing, since a page may stop the event on its way up.
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

import type { Recorded } from '../recorder.js';
import { make } from './elements.js';
import { decisionRow, eventRow } from './rows.js';
import { STYLE } from './style.js';
import { tabs } from './tabs.js';
import { visitorView } from './visitor.js';
import type { PageVitrina } from './visitor.js';

const MAX_ROWS = 300;
/** As `window.name`, opens the panel on the next pages of this tab too. */
const OPEN_NAME = 'vitrina_debug';

/** Events that a shop may listen for on its whole page, for shortcuts, menus and dialogs. They do not leave the panel. */
const STOPPED_EVENTS =
  'click dblclick auxclick contextmenu keydown keyup keypress pointerdown pointerup mousedown mouseup touchstart touchend wheel focusin focusout';

const list = (empty: string) => {
  const element = make('ol', {}, make('li', { class: 'empty' }, empty));
  let count = 0;
  return {
    element,
    add(row: HTMLElement) {
      element.querySelector('.empty')?.remove();
      element.prepend(row);
      if (element.childElementCount > MAX_ROWS) element.lastElementChild?.remove();
      return ++count;
    },
  };
};

/**
 * Opens the panel in a corner of the page. It shows what is observed, what becomes of it, and who the visitor is. A shadow root
 * separates its styles from the page's, and its events do not reach the page's listeners.
 * @returns a function to call with each entry of the recorder
 */
export const openPanel = (vitrina: PageVitrina): ((entry: Recorded) => void) => {
  const host = document.createElement('vitrina-panel');
  for (const type of STOPPED_EVENTS.split(' '))
    host.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
  const root = host.attachShadow({ mode: 'open' });
  // Not a style element, which a Content-Security-Policy may refuse (Chrome 73, Firefox 101, Safari 16.4; 2026-11).
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  if (!window.name) window.name = OPEN_NAME;

  const events = list('Nothing was tracked yet. Look at a product, or put one into the cart.');
  const sights = list('Nothing was observed yet. Only the storefront script observes a shop by itself.');
  const visitor = visitorView(vitrina);
  const rows = new Map<string, ReturnType<typeof eventRow>>();
  const counts = { events: 0, sent: 0, dropped: 0 };

  const status = make('span', { class: 'status' });
  const fold = make('button', { type: 'button', 'aria-expanded': 'true', title: 'Fold' }, '–');
  const close = make('button', { type: 'button', 'aria-label': 'Close the panel', title: 'Close' }, '×');
  const body = tabs([
    ['Events', events.element],
    ['Observed', sights.element],
    ['Visitor', visitor.element],
  ]);
  const panel = make(
    'section',
    { 'aria-label': 'Vitrina, what this page tracks' },
    make('header', {}, make('strong', {}, 'Vitrina'), status, fold, close),
    body.element,
  );
  root.append(panel);

  fold.addEventListener('click', () => {
    const isOpen = panel.classList.toggle('folded');
    fold.setAttribute('aria-expanded', String(!isOpen));
    fold.setAttribute('aria-label', isOpen ? 'Unfold the panel' : 'Fold the panel');
    fold.textContent = isOpen ? '+' : '–';
  });
  fold.setAttribute('aria-label', 'Fold the panel');
  close.addEventListener('click', () => {
    if (window.name === OPEN_NAME) window.name = '';
    host.remove();
  });

  const draw = () => {
    const waiting = counts.events - counts.sent - counts.dropped;
    const parts = [
      `${counts.sent} sent`,
      waiting > 0 && `${waiting} waiting`,
      counts.dropped && `${counts.dropped} dropped`,
    ];
    status.textContent = parts.filter((part) => part).join(', ');
    visitor.draw();
  };
  const show = () => {
    document.documentElement.append(host);
    draw();
  };
  show();

  const rowOf = (event: Parameters<typeof eventRow>[0]) => {
    const existing = rows.get(event.id);
    if (existing) return existing;
    const row = eventRow(event);
    rows.set(event.id, row);
    counts.events++;
    body.count(0, events.add(row.element));
    return row;
  };
  return (entry) => {
    // After the panel was closed nothing is drawn any more.
    if (!host.isConnected || entry[0] === 'again') return;
    if (entry[0] === 'decision') {
      body.count(1, sights.add(decisionRow(entry[1][0])));
    } else if (entry[0] === 'event') {
      rowOf(entry[1][0]);
    } else if (entry[0] === 'delivered') {
      counts.sent++;
      rowOf(entry[1][0]).delivered(entry[1][1].status);
    } else {
      counts.dropped++;
      rowOf(entry[1][0]).dropped(entry[1][1], entry[1][2]);
    }
    draw();
  };
};

import { all } from '../../browser/listen.js';
import type { Recorded } from '../recorder.js';
import { copyText } from './copy-text.js';
import { createDiagnosis } from './diagnose/diagnosis.js';
import type { Tag } from './diagnose/settings.js';
import { dragBy } from './drag.js';
import { createJournal } from './journal.js';
import { findLanguage } from './language.js';
import type { Language, LoadTexts } from './language.js';
import { createMemory } from './memory.js';
import type { PageVitrina } from './page-vitrina.js';
import { createPlace } from './place.js';
import { writeReport } from './report.js';
import { STYLE } from './style.js';
import { createView } from './view.js';
import type { View } from './view.js';
import { readVisitor } from './visitor.js';

/** Events that a shop may listen for on its whole page, for shortcuts, menus and dialogs. They do not leave the panel. */
const STOPPED_EVENTS =
  'click dblclick auxclick contextmenu keydown keyup keypress pointerdown pointerup mousedown mouseup touchstart touchend wheel focusin focusout';
/** A narrower window has the panel folded at first, because it would hide the shop. */
const NARROW = '(max-width: 480px)';
const SETTLE_MS = 1_000;
/** So long it looks again in which corner it covers least. */
const SETTLE_FIRST_MS = 8000;

/** Not style elements, which a Content-Security-Policy may refuse (Chrome 73, Firefox 101, Safari 16.4; 2026-11). */
const addSheet = (root: ShadowRoot, text = '') => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return (next: string) => sheet.replaceSync(next);
};

/** Returns the language to open in: that of the address, or that of an earlier page of this tab, or else the browser's. */
export const chooseLanguage = (loadTexts: LoadTexts): Promise<Language> => {
  const asked = new URLSearchParams(location.search).get('vitrina_debug');
  const memory = createMemory();
  memory.keep(asked ? { language: asked } : {});
  return findLanguage([asked, memory.read().language, ...navigator.languages], loadTexts);
};

interface PanelParts {
  vitrina: PageVitrina;
  /** The script tags of the page. */
  tags: Tag[];
  /** Address of the panel's own file. */
  script?: string;
  language: Language;
  loadTexts: LoadTexts;
}

/**
 * Opens the panel in a corner of the page. It shows why nothing arrives, what is observed, what becomes of it, and who the visitor
 * is. A shadow root separates its styles from the page's, and its events do not reach the page's listeners.
 * @returns a function to call with each entry of the recorder
 */
export const openPanel = (parts: PanelParts): ((entry: Recorded) => void) => {
  const { vitrina, tags, script = '', loadTexts } = parts;
  const host = document.createElement('vitrina-panel');
  for (const type of STOPPED_EVENTS.split(' '))
    host.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
  const root = host.attachShadow({ mode: 'open' });
  addSheet(root, STYLE);
  const setPlace = addSheet(root);
  const setDrag = addSheet(root);

  const memory = createMemory();
  const { corner, fold } = memory.read();
  let isFolded = fold ? fold === 'folded' : matchMedia(NARROW).matches;

  const journal = createJournal((item) => {
    view.show(item);
    draw();
  });
  const diagnosis = createDiagnosis({ vitrina, tags, script, journal, onChange: () => draw() });
  const place = createPlace(host, setPlace, { corner, keep: (next) => memory.keep({ corner: next }) });
  const undoDrag = { stop: () => {} };

  const createLanguageView = (language: Language): View => {
    const visitor = () => readVisitor(vitrina, diagnosis, language);
    const created = createView({
      language,
      isFolded,
      isPreview: diagnosis.isPreview,
      readVisitor: visitor,
      onFold(next) {
        isFolded = next;
        memory.keep({ fold: next ? 'folded' : 'open' });
        place.settle();
      },
      onMove: () => place.move(),
      onClose: close,
      onRetry: () => void diagnosis.retry(),
      onClear() {
        journal.clear();
        replaceView(language);
      },
      onLanguage(code) {
        memory.keep({ language: code });
        const regions = navigator.languages.filter((wish) => wish.startsWith(code));
        void findLanguage([code, ...regions], loadTexts).then(replaceView);
      },
      onCopy: () =>
        copyText(
          writeReport({
            ...{ language, cause: diagnosis.find(), tags, visitor: visitor(), diagnosis, items: journal.items() },
          }),
          root,
        ),
    });
    undoDrag.stop();
    undoDrag.stop = dragBy(
      created.handle,
      (x, y) => setDrag(`:host { transform: translate(${x}px, ${y}px) !important; }`),
      (point) => {
        setDrag('');
        if (point) place.move(point);
      },
    );
    return created;
  };

  let isDrawing = false;
  /** Draws once for all that happens in a task. */
  const draw = () => {
    if (isDrawing) return;
    isDrawing = true;
    queueMicrotask(() => {
      isDrawing = false;
      if (host.isConnected) view.draw(diagnosis.find());
    });
  };
  const replaceView = (language: Language) => {
    const { element } = view;
    view = createLanguageView(language);
    journal.items().forEach(view.show);
    element.replaceWith(view.element);
    draw();
  };
  const close = () => {
    memory.forget();
    host.remove();
    stop();
  };

  let view = createLanguageView(parts.language);
  root.append(view.element);
  document.documentElement.append(host);
  place.settle(true);
  const opened = Date.now();
  const settling = setInterval(() => {
    // It does not move away under the hand.
    if (document.visibilityState === 'visible' && !host.matches(':hover, :focus-within'))
      // At first the page is still being built, and the panel grows with the first events.
      place.settle(Date.now() - opened < SETTLE_FIRST_MS);
  }, SETTLE_MS);
  const stop = all([diagnosis.stop, () => clearInterval(settling), () => undoDrag.stop()]);
  diagnosis.look();

  return (entry) => {
    // After the panel was closed nothing is drawn any more.
    if (host.isConnected) journal.take(entry);
  };
};

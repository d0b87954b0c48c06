import type { Stop } from '../../types/tracker.js';
import { causeLine } from './cause-line.js';
import type { Cause } from './diagnose/find-cause.js';
import { iconButton, make, textButton } from './elements.js';
import type { Item } from './journal.js';
import { fill, LANGUAGES } from './language.js';
import type { Language } from './language.js';
import { createList } from './list.js';
import { tabs } from './tabs.js';
import { visitorView } from './visitor.js';

const CLOSE = 'M4 4l8 8M12 4l-8 8';
const MOVE = 'M8 2v12M2 8h12M6 4l2-2 2 2M6 12l2 2 2-2M4 6L2 8l2 2M12 6l2 2-2 2';
const MINUS = 'M3.5 8h9';
const PLUS = 'M3.5 8h9M8 3.5v9';

/** How long a button says that it has done its work. */
const SAID_MS = 2_000;

interface ViewParts {
  language: Language;
  isFolded: boolean;
  isPreview: () => boolean;
  readVisitor: () => [name: string, value: string][];
  onFold: (isFolded: boolean) => void;
  onMove: Stop;
  onClose: Stop;
  onRetry: Stop;
  onClear: Stop;
  onLanguage: (code: string) => void;
  /** Resolves with whether the text is on the clipboard. */
  onCopy: () => Promise<boolean>;
}

/** Creates the panel's elements in one language. */
export const createView = (parts: ViewParts) => {
  const { language, isPreview } = parts;
  const { texts } = language;
  const states = new Map<Item, string>();
  const events = createList(texts.noEvents, language, isPreview);
  const sights = createList(texts.noSights, language, isPreview);
  const visitor = visitorView(parts.readVisitor);
  const cause = causeLine(texts, parts.onRetry);
  const status = make('span', { class: 'status' });
  const body = tabs([
    [texts.events, events.element],
    [texts.observed, sights.element],
    [texts.visitor, visitor.element],
  ]);

  let { isFolded } = parts;
  const fold = iconButton('', MINUS, () => {
    isFolded = !isFolded;
    setFold();
    parts.onFold(isFolded);
  });
  const copy = textButton(texts.copy, () => {
    void parts.onCopy().then((isCopied) => {
      copy.textContent = isCopied ? texts.copied : texts.notCopied;
      setTimeout(() => (copy.textContent = texts.copy), SAID_MS);
    });
  });
  const choice = make(
    'select',
    { 'aria-label': texts.language },
    ...Object.entries(LANGUAGES).map(([code, name]) =>
      make('option', { value: code, lang: code, ...(code === language.code && { selected: '' }) }, name),
    ),
  );
  choice.addEventListener('change', () => parts.onLanguage(choice.value));
  const handle = make(
    'header',
    {},
    make('strong', {}, 'Vitrina'),
    status,
    iconButton(texts.move, MOVE, parts.onMove),
    fold,
    iconButton(texts.close, CLOSE, parts.onClose),
  );
  const element = make(
    'section',
    { 'aria-label': texts.panel, lang: language.code },
    handle,
    cause.element,
    body.element,
    make('footer', {}, copy, textButton(texts.clear, parts.onClear), choice),
  );

  const setFold = () => {
    const name = isFolded ? texts.unfold : texts.fold;
    element.classList.toggle('folded', isFolded);
    fold.setAttribute('aria-expanded', String(!isFolded));
    fold.setAttribute('aria-label', name);
    fold.title = name;
    fold.querySelector('path')?.setAttribute('d', isFolded ? PLUS : MINUS);
  };
  setFold();

  const drawStatus = () => {
    const count = (...wanted: string[]) => [...states.values()].filter((state) => wanted.includes(state)).length;
    const counts = [
      [texts.sentCount, count('sent')],
      [texts.waitingCount, count('waiting')],
      [texts.droppedCount, count('dropped', 'refused')],
    ] as const;
    status.textContent = counts
      .filter(([, number], index) => number || !index)
      .map(([text, number]) => fill(text, { count: number }))
      .join(' · ');
  };

  return {
    element,
    handle,
    show(item: Item) {
      if (item.kind === 'sight') body.count(1, sights.show(item));
      else {
        states.set(item, item.state);
        body.count(0, events.show(item));
      }
    },
    draw(found: Cause | undefined) {
      drawStatus();
      cause.show(found);
      visitor.draw();
    },
  };
};

export type View = ReturnType<typeof createView>;

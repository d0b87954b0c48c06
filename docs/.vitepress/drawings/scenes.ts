import { bar, CODE_LINE, frame, mark, markedCode, markedWord, rect, text, WIDTH, widthOf } from './shapes.ts';

/** What a step shows. Words are the platform's own; notes and titles may be ours. */
export type Scene =
  | { kind: 'menu'; title: string; path: readonly string[] }
  | { kind: 'press'; title: string; heading: string; press: string }
  | { kind: 'more'; title: string; press: string; choose: string }
  | { kind: 'gear'; title: string; heading: string }
  | {
      kind: 'field';
      title: string;
      word?: string;
      note?: string;
      code: readonly string[];
      not?: string;
      buttons?: readonly string[];
    }
  | { kind: 'setting'; title: string; word: string; buttons: readonly string[] }
  | { kind: 'file'; title: string; tab?: string; before?: string; code: readonly string[]; after?: string }
  | { kind: 'check'; title: string; event: string };

const LEFT = 12;
const INNER = WIDTH - 2 * LEFT;

/** The menu at the left of a window, inside its round corner. */
const SIDE = '<path class="side" d="M1 24H157V155H8.5a7.5 7.5 0 0 1-7.5-7.5z"/>';

/** Buttons in the order in which they are pressed. */
const buttonsAt = (y: number, words: readonly string[]) => {
  let x = LEFT;
  return words
    .map((word) => {
      const drawn = markedWord(x, y, word);
      x += widthOf(word) + 24;
      return drawn;
    })
    .join('');
};

/** Draws what stands in the window of a step. */
const draw: { [K in Scene['kind']]: (scene: Extract<Scene, { kind: K }>) => string } = {
  menu({ path }) {
    const rows = [bar(LEFT + 8, 41, 70)];
    path.forEach((word, index) => {
      const [x, y] = [LEFT + index * 10, 56 + index * 24];
      rows.push(index < path.length - 1 ? text(x + 8, y + 15, word, 'word') : markedWord(x, y, word));
    });
    for (let y = 64 + path.length * 24; y < 146; y += 22) rows.push(bar(LEFT + 8, y, y % 3 ? 84 : 58));
    return SIDE + rows.join('') + bar(168, 41, 28) + rect(168, 56, 28, 40, 'faint');
  },
  press: ({ heading, press }) =>
    text(LEFT, 46, heading, 'word') +
    markedWord(LEFT, 58, press) +
    [96, 114, 132].map((y, index) => bar(LEFT, y, [150, 120, 138][index] ?? 0)).join(''),
  more: ({ press, choose }) =>
    rect(LEFT, 34, 76, 56, 'faint') +
    bar(LEFT + 10, 46, 40) +
    bar(LEFT + 10, 60, 54) +
    bar(98, 41, 62) +
    mark(168, 34, 28, 20) +
    text(176, 47, press, 'word marked') +
    rect(78, 60, 118, 84, 'pop') +
    bar(90, 72, 60) +
    markedWord(84, 86, choose) +
    bar(90, 117, 74) +
    bar(90, 131, 48),
  gear: ({ heading }) => {
    const teeth = Array.from({ length: 8 }, (_, index) => `rotate(${index * 45})`);
    const wheel = teeth.map((turn) => `<rect class="gear" x="-2" y="-10" width="4" height="5" transform="${turn}"/>`);
    return (
      text(LEFT, 46, heading, 'word') +
      rect(LEFT, 58, INNER, 44, 'faint') +
      bar(LEFT + 12, 77, 86) +
      mark(158, 63, 34, 34) +
      `<g transform="translate(175 80)">${wheel.join('')}<circle class="wheel" r="6"/></g>` +
      rect(LEFT, 112, INNER, 32, 'faint') +
      bar(LEFT + 12, 125, 64)
    );
  },
  field({ word, note, code, not, buttons }) {
    const label = word ? text(LEFT, 42, word, 'word') : text(LEFT, 42, note ?? '', 'own');
    const bottom = 49 + code.length * CODE_LINE + 9;
    const other = not
      ? text(LEFT, bottom + 18, not, 'own') + rect(LEFT, bottom + 25, INNER, 18, 'empty')
      : buttonsAt(bottom + 12, buttons ?? []);
    return label + markedCode(LEFT, 49, INNER, code) + other;
  },
  setting: ({ word, buttons }) =>
    bar(LEFT, 37, 70) + markedWord(LEFT, 52, word) + bar(LEFT, 90, 118) + buttonsAt(112, buttons),
  file({ tab, before, code, after }) {
    let y = 32;
    const parts: string[] = [];
    if (tab) {
      parts.push(markedWord(LEFT, y, tab), bar(LEFT + widthOf(tab) + 30, y + 8, 46));
      y += 30;
    }
    const addBar = (width: number) => {
      parts.push(bar(LEFT + 7, y + 2, width));
      y += 14;
    };
    if (before) {
      parts.push(text(LEFT + 7, y + 9, before, 'code'));
      y += 16;
    }
    if (!tab) addBar(96);
    parts.push(markedCode(LEFT, y, INNER, code));
    y += code.length * CODE_LINE + 15;
    if (after) {
      parts.push(text(LEFT + 7, y + 9, after, 'code'));
      y += 16;
    }
    while (y < 140) addBar(y % 4 ? 128 : 84);
    return parts.join('');
  },
  check: ({ event }) =>
    rect(LEFT, 34, 60, 50, 'faint') +
    bar(84, 38, 100) +
    bar(84, 54, 76) +
    bar(84, 70, 90) +
    bar(LEFT, 98, 60) +
    bar(LEFT, 114, 48) +
    mark(84, 92, 112, 52) +
    text(92, 108, 'Vitrina', 'word marked') +
    text(92, 130, event, 'code marked'),
};

/** The drawing of a scene, as the content of an `svg`. */
export const drawScene = (scene: Scene): string =>
  frame(scene.title, (draw[scene.kind] as (scene: Scene) => string)(scene));

/** All words of a scene that are the platform's own, its menus and buttons. */
export const wordsOf = (scene: Scene): string[] => {
  if (scene.kind === 'menu') return [...scene.path];
  if (scene.kind === 'press') return [scene.heading, scene.press];
  if (scene.kind === 'more') return [scene.press, scene.choose];
  if (scene.kind === 'gear') return [scene.heading];
  if (scene.kind === 'setting') return [scene.word, ...scene.buttons];
  if (scene.kind === 'field') return [...(scene.word ? [scene.word] : []), ...(scene.buttons ?? [])];
  if (scene.kind === 'file') return scene.tab ? [scene.tab] : [];
  return [];
};

/** What a drawing shows, in words: the window, what is marked in it, and what is pasted. */
export const describeScene = (scene: Scene): string => {
  const { note, code = [], event } = scene as { note?: string; code?: readonly string[]; event?: string };
  const pasted = code.map((line) => line.trim()).join(' ');
  const shown = [...wordsOf(scene), note, pasted, event].filter((part) => part);
  return `${scene.title}: ${shown.join(' › ')}`;
};

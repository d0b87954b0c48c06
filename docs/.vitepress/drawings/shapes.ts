/** The size of one drawing, in the units of its `viewBox`. */
export const WIDTH = 208;
export const HEIGHT = 156;

/** Of the code: its letters are all of one width. */
const CODE_LETTER = 6.6;
export const CODE_LINE = 14;

/** How wide a letter of a word is, roughly: enough to draw a mark around the word. */
const letterWidth = (letter: string) =>
  /[iljtfrI .,’]/.test(letter) ? 4 : /[mwMW]/.test(letter) ? 10.4 : /[A-Z–…]/.test(letter) ? 8.2 : 7;

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const rect = (x: number, y: number, width: number, height: number, kind: string, radius = 4): string =>
  `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;

/** A text on its base line: `word` is the platform's, `own` is ours, `code` is to be pasted. */
export const text = (x: number, y: number, content: string, kind: string): string =>
  `<text class="${kind}" x="${x}" y="${y}">${escapeHtml(content)}</text>`;

export const widthOf = (word: string): number =>
  Math.ceil([...word].reduce((sum, letter) => sum + letterWidth(letter), 0));

/** Stands for something that does not matter here. */
export const bar = (x: number, y: number, width: number): string => rect(x, y, width, 6, 'bar', 3);

/** What is to be found, pressed or filled in. */
export const mark = (x: number, y: number, width: number, height: number): string => rect(x, y, width, height, 'mark');

/** A word with a mark around it, from its upper left corner. */
export const markedWord = (x: number, y: number, content: string): string =>
  mark(x, y, widthOf(content) + 16, 22) + text(x + 8, y + 15, content, 'word marked');

/** Lines of code with a mark around them, from the upper left corner. */
export const markedCode = (x: number, y: number, width: number, lines: readonly string[]): string =>
  mark(x, y, width, lines.length * CODE_LINE + 9) +
  lines
    .map((line, index) => {
      const indent = (line.length - line.trimStart().length) * CODE_LETTER;
      return text(x + 7 + indent, y + 15 + index * CODE_LINE, line.trimStart(), 'code marked');
    })
    .join('');

/** A window with a title. What is in it begins at 24. */
export const frame = (title: string, content: string): string =>
  rect(0.5, 0.5, WIDTH - 1, HEIGHT - 1, 'window', 8) +
  `<path class="rule" d="M1 23.5H${WIDTH - 1}"/>` +
  text(10, 16, title, 'title') +
  content;

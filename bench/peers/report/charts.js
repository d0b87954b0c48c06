/**
 * Pictures with a ground of their own, so that they can be read on light and on dark pages. What they say is in the tables too, and
 * in the text alternatives of the page.
 */

/** @typedef {{ label: string, values: number[], isOurs: boolean }} Row */

const WIDTH = 760;
const LABEL = 130;
const INK = '#1b1b1f';
const PALE = '#56565c';
/** Dark enough for figures beside them, and told apart by lightness too. */
const OURS = ['#0b5fa5', '#79b4e3'];
const OTHERS = ['#6b6b73', '#b9b9c1'];

/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {number} x @param {number} y @param {string} text @param {string} [more] attributes */
const write = (x, y, text, more = '') => `<text x="${x}" y="${y}" ${more}>${escape(text)}</text>`;

/** @param {number} height @param {string} title @param {string[]} parts */
const toSvg = (height, title, parts) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="14" fill="${INK}">
<title>${escape(title)}</title>
<rect width="${WIDTH}" height="${height}" rx="8" fill="#ffffff"/>
<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8" fill="none" stroke="#d0d0d6"/>
${write(20, 30, title, 'font-weight="600" font-size="16"')}
${parts.join('\n')}
</svg>
`;

/** How long a bar is, in pixels: from 0 for nothing to `room` for the largest. @param {number} value @param {number} largest @param {number} room */
export const lengthOf = (value, largest, room) => (largest > 0 ? Math.round((Math.max(0, value) / largest) * room) : 0);

/**
 * Horizontal bars; with two values a row has two of them, the first darker.
 *
 * @param {string} title
 * @param {Row[]} rows
 * @param {{ toText: (value: number) => string, legend?: string[] }} options
 */
export const drawBars = (title, rows, { toText, legend = [] }) => {
  const thickness = rows[0] && rows[0].values.length > 1 ? 14 : 20;
  const pitch = (rows[0]?.values.length ?? 1) * (thickness + 2) + 12;
  const top = legend.length ? 76 : 50;
  const largest = Math.max(...rows.flatMap(({ values }) => values));
  const parts = rows.flatMap(({ label, values, isOurs }, at) => {
    const y = top + at * pitch;
    const middle = y + (values.length * (thickness + 2)) / 2 + 4;
    return [
      write(LABEL - 10, middle, label, `text-anchor="end"${isOurs ? ' font-weight="600"' : ''}`),
      ...values.flatMap((value, which) => {
        const above = y + which * (thickness + 2);
        const length = lengthOf(value, largest, WIDTH - LABEL - 110);
        const colour = (isOurs ? OURS : OTHERS)[which];
        return [
          `<rect x="${LABEL}" y="${above}" width="${Math.max(1, length)}" height="${thickness}" fill="${colour}"/>`,
          write(LABEL + length + 8, above + thickness - 3, toText(value), `font-size="13"`),
        ];
      }),
    ];
  });
  const keys = legend.flatMap((text, which) => [
    `<rect x="${LABEL + which * 170}" y="46" width="14" height="14" fill="${OTHERS[which]}"/>`,
    write(LABEL + which * 170 + 20, 58, text, `fill="${PALE}" font-size="13"`),
  ]);
  return toSvg(top + rows.length * pitch + 8, title, [...keys, ...parts]);
};

/** Green for all, red for none, with as much lightness between them that the share is seen without colours too. @param {number} share */
export const colourOf = (share) => {
  if (share >= 1) return { ground: '#cdebd3', ink: '#0d4a1d' };
  if (share >= 0.5) return { ground: '#f7dfa3', ink: '#523a00' };
  if (share > 0) return { ground: '#f0b9a6', ink: '#5c1a05' };
  return { ground: '#8f1d1d', ink: '#ffffff' };
};

/** 100 % only if nothing is missing, and 0 % only if nothing is there. @param {number} share */
export const toPercent = (share) => {
  if (share <= 0 || share >= 1) return `${share <= 0 ? 0 : 100} %`;
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
};

/**
 * A field for each scenario and client, with the share that was delivered.
 *
 * @param {string} title
 * @param {string[]} columns
 * @param {{ label: string, shares: (number | undefined)[] }[]} rows
 */
export const drawFields = (title, columns, rows) => {
  const label = 212;
  const width = (WIDTH - label - 20) / columns.length;
  const top = 74;
  const pitch = 30;
  const head = columns.map((name, at) =>
    write(label + (at + 0.5) * width, top - 10, name, `text-anchor="middle" font-size="10.5"`),
  );
  const fields = rows.flatMap(({ label: text, shares }, at) => {
    const y = top + at * pitch;
    return [
      write(label - 10, y + 19, text, 'text-anchor="end" font-size="12"'),
      ...shares.flatMap((share, column) => {
        if (share === undefined) return [];
        const { ground, ink } = colourOf(share);
        const x = label + column * width;
        return [
          `<rect x="${x + 1}" y="${y}" width="${width - 2}" height="${pitch - 2}" rx="3" fill="${ground}"/>`,
          write(x + width / 2, y + 19, toPercent(share), `text-anchor="middle" font-size="13" fill="${ink}"`),
        ];
      }),
    ];
  });
  return toSvg(top + rows.length * pitch + 16, title, [...head, ...fields]);
};

/** Height of a row of the list, in the picture's units. */
const ROW = 30;
/** Lengths of what stands in the rows: names of actions differ. */
const NAMES = [62, 50, 74, 58, 68];

const rows = NAMES.map((length, at) => {
  const y = 152 + at * ROW;
  return `<circle class="tick" cx="226" cy="${y}" r="8"/>
    <path class="sign" d="M222 ${y}l3 3 5 -6"/>
    <rect class="ink" x="244" y="${y - 4}" width="${length}" height="8" rx="4"/>
    <rect class="pale" x="338" y="${y - 4}" width="26" height="8" rx="4"/>`;
}).join('');

/** Events on their way. One waits where the line is broken. */
const events = [
  [176, 106],
  [210, 62],
  [262, 44],
]
  .map(([x, y]) => `<circle class="event" cx="${x}" cy="${y}" r="6"/>`)
  .join('');

/**
 * What Vitrina does, without a word: a shop, events on their way over a line that breaks, and a list in which each stands once.
 * Beside the text of the start page, which says the same.
 */
export const heroPicture = `<svg viewBox="0 0 392 320" aria-hidden="true">
  <rect class="window" x="8" y="40" width="160" height="206" rx="10"/>
  <path class="rule" d="M8 66h160"/>
  <circle class="dot" cx="24" cy="53" r="3.5"/><circle class="dot" cx="36" cy="53" r="3.5"/><circle class="dot" cx="48" cy="53" r="3.5"/>
  <rect class="soft" x="24" y="82" width="128" height="86" rx="6"/>
  <path class="bag" d="M66 112h44l5 40h-54zM76 112v-6a12 12 0 0 1 24 0v6"/>
  <rect class="ink" x="24" y="182" width="84" height="8" rx="4"/>
  <rect class="pale" x="24" y="198" width="52" height="8" rx="4"/>
  <rect class="button" x="24" y="216" width="128" height="18" rx="9"/>
  <path class="way" d="M168 130C176 70 220 40 264 44"/>
  <path class="way" d="M300 58C312 68 318 84 318 104"/>
  <path class="broken" d="M276 38l16 20M292 38l-16 20"/>
  <path class="tip" d="M311 98l7 10 7 -10"/>
  ${events}
  <rect class="window" x="204" y="112" width="180" height="184" rx="10"/>
  <path class="rule" d="M204 134h180"/>
  <rect class="pale" x="218" y="120" width="70" height="7" rx="3.5"/>
  ${rows}
</svg>`;

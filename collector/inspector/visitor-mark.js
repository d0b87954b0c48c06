import { svgElement } from './dom.js';

const size = 5;

/**
 * Chance that depends on the text alone (FNV-1a, then xorshift).
 * @param {string} text
 */
const createChance = (text) => {
  let state = 2_166_136_261;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 4_294_967_296;
  };
};

/**
 * A small symmetric figure by which a visitor is recognised at a glance; the same session always has the same one.
 * @param {string} session
 */
export const visitorMark = (session) => {
  const chance = createChance(session);
  chance();
  const hue = Math.floor(chance() * 12);
  let path = '';
  for (let x = 0; x < Math.ceil(size / 2); x += 1) {
    for (let y = 0; y < size; y += 1) {
      if (chance() < 0.5) continue;
      path += `M${x} ${y}h1v1h-1z`;
      if (x < size - 1 - x) path += `M${size - 1 - x} ${y}h1v1h-1z`;
    }
  }
  return svgElement(
    'svg',
    {
      class: `mark hue-${hue}`,
      viewBox: `-1 -1 ${size + 2} ${size + 2}`,
      'aria-hidden': 'true',
      'shape-rendering': 'crispEdges',
    },
    svgElement('path', { d: path || 'M2 2h1v1h-1z' }),
  );
};

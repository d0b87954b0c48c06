type Child = Node | string | false | undefined;

/** Creates an element. Strings become text and never markup, because what is shown comes from the page. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== false && child !== undefined));
  return element;
};

const SVG = 'http://www.w3.org/2000/svg';

/** Creates a line drawing of 16 by 16. */
export const icon = (path: string): SVGElement => {
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  const attributes = { viewBox: '0 0 16 16', width: '16', height: '16', fill: 'none', stroke: 'currentColor' };
  for (const [name, value] of Object.entries({ ...attributes, 'stroke-width': '1.6', 'aria-hidden': 'true' }))
    svg.setAttribute(name, value);
  svg.setAttribute('stroke-linecap', 'round');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
};

/** Creates a button that shows a drawing and has its name for screen readers and as a tip. */
export const iconButton = (name: string, path: string, onClick: () => void): HTMLButtonElement => {
  const button = make('button', { type: 'button', 'aria-label': name, title: name }, icon(path));
  button.addEventListener('click', onClick);
  return button;
};

/** Creates a button with words. */
export const textButton = (name: string, onClick: () => void): HTMLButtonElement => {
  const button = make('button', { type: 'button', class: 'text' }, name);
  button.addEventListener('click', onClick);
  return button;
};

/** Formats a time (ms) as the time of day in this browser's time zone, to the second. */
export const formatTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);

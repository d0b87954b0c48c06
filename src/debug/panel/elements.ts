/** Creates an element. Strings become text and never markup, because what is shown comes from the page. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** Formats a time (ms) as the time of day in this browser's time zone, to the second. */
export const formatTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);

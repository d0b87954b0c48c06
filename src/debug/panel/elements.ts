/** Makes an element. Text is set as text, never as markup: what is shown comes from the page. */
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

/** The time of day of this browser, to the second. */
export const clock = (at: number): string => new Date(at).toTimeString().slice(0, 8);

import { make } from './elements.js';

/** Creates tabs, of which the first is selected. The arrow keys move from tab to tab, as the ARIA pattern asks. */
export const tabs = (views: [name: string, content: HTMLElement][]) => {
  const buttons = views.map(([name], index) =>
    make('button', { type: 'button', role: 'tab', id: `tab-${index}`, 'aria-controls': `view-${index}` }, name),
  );
  const sheets = views.map(([, content], index) =>
    make('div', { role: 'tabpanel', id: `view-${index}`, 'aria-labelledby': `tab-${index}`, tabindex: '0' }, content),
  );
  const select = (index: number) => {
    buttons.forEach((button, at) => {
      button.setAttribute('aria-selected', String(at === index));
      button.tabIndex = at === index ? 0 : -1;
    });
    sheets.forEach((sheet, at) => (sheet.hidden = at !== index));
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => select(index));
    button.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      const next = (index + step + buttons.length) % buttons.length;
      if (!step) return;
      select(next);
      buttons[next]?.focus();
    });
  });
  select(0);
  return {
    element: make('div', { class: 'body' }, make('div', { role: 'tablist' }, ...buttons), ...sheets),
    /** Shows a number beside a tab's name. */
    count: (index: number, count: number) => buttons[index]?.setAttribute('data-count', String(count)),
  };
};

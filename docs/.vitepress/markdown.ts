import type { MarkdownRenderer } from 'vitepress';

/** Puts each table into a frame that scrolls by keyboard too, because the tables of options are wide. */
export const scrollingTables = (md: MarkdownRenderer): void => {
  md.renderer.rules.table_open = () => '<div class="table" tabindex="0" role="group"><table>\n';
  md.renderer.rules.table_close = () => '</table></div>\n';
};

/** Keeps `{{order id}}` as it stands: pages are Vue templates on the site, and plain text in the repository. */
export const plainBraces = (md: MarkdownRenderer): void => {
  for (const name of ['code_inline', 'text'] as const) {
    const render = md.renderer.rules[name];
    md.renderer.rules[name] = (...values) => (render?.(...values) ?? '').replaceAll('{{', '&#123;&#123;');
  }
};

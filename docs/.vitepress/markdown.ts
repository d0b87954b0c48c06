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

/** In characters; longer code may be broken at the end of a line. */
const WHOLE_CODE = 24;

/** Keeps short names such as `?vitrina_debug` in one line. */
export const wholeNames = (md: MarkdownRenderer): void => {
  const render = md.renderer.rules.code_inline;
  md.renderer.rules.code_inline = (tokens, index, ...others) => {
    const token = tokens[index];
    if (token && token.content.length <= WHOLE_CODE) token.attrJoin('class', 'whole');
    return render?.(tokens, index, ...others) ?? '';
  };
};

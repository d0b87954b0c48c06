/** Folders of the pages that are translations. */
export const LOCALES = ['es', 'pt'];

const files = Object.keys(import.meta.glob(['../../es/**/*.md', '../../pt/**/*.md']));
const translated = new Set(files.map((file) => file.slice('../../'.length, -'.md'.length)));

/** Whether there is a page at this path, such as `es/install/` or `es/start.html`. */
export const hasPage = (path: string): boolean =>
  translated.has(path.replace(/\.html$/, '').replace(/(^|\/)$/, '$1index'));

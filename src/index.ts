import { clicks } from './plugins/clicks';
import { pages } from './plugins/pages';
import { createVitrina } from './tracker';
import type { Vitrina } from './types';

/** The tracker of the page. Does nothing until `initialize`. */
const vitrina: Vitrina = /* @__PURE__ */ createVitrina(({ pageViews, clicks: marks }) => [
  pages(pageViews),
  clicks(marks),
]);

export default vitrina;
export { createTracker } from './create-tracker';
export { clicks, pages };
export type * from './actions';
export type * from './types';

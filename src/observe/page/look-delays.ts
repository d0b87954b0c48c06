/**
 * When a source looks at a page that says nothing by itself: at once, and again while the page is still being filled. Milliseconds
 * after the page has begun.
 */
export const LOOK_DELAYS_MS = [0, 500, 1_500, 4_000];

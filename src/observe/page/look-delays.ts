/**
 * When a source looks at a page that dispatches no events: at once, and again while the page's scripts still fill it. In ms after
 * the page was shown.
 */
export const LOOK_DELAYS_MS = [0, 500, 1_500, 4_000];

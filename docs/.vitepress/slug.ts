/** Makes the anchor of a heading as GitHub does, so that a link leads to it there and on the site. */
export const slugify = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

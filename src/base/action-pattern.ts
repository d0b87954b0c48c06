/** Matches actions: `object.verb` in lower case, with at least one dot, 3 to 100 characters long. */
export const ACTION_PATTERN = /^(?=.{3,100}$)[a-z0-9_]+(\.[a-z0-9_]+)+$/;

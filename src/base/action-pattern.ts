/** `object.verb` in lower case, with one dot or more; 3 to 100 characters. */
export const ACTION_PATTERN = /^(?=.{3,100}$)[a-z0-9_]+(\.[a-z0-9_]+)+$/;

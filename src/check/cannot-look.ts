/** Why the check could not look at all: its message is a sentence for the user. */
export class CannotLook extends Error {}

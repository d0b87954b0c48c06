/** Why something could not be fetched, as far as that decides what is done next. */
export type TroubleKind =
  /** The platform as a whole does not answer, or asks for a pause. */
  | 'down'
  /** It may work later. */
  | 'later'
  /** The token is not taken. */
  | 'unauthorized'
  /** The platform says no to this request, and would say so again. */
  | 'refused'
  /** A person has to do something first, such as to connect the account again. */
  | 'person'
  /** Another process renews the tokens, or this one is being ended: it is no failure. */
  | 'busy';

export interface Trouble extends Error {
  trouble: TroubleKind;
  /** Milliseconds after which it may be tried again, where the platform says so. */
  wait?: number;
}

/** @param sentence without anything secret: it is shown and logged */
export const trouble = (kind: TroubleKind, sentence: string, wait?: number): Trouble =>
  Object.assign(new Error(sentence), { trouble: kind, wait });

export const isTrouble = (error: unknown): error is Trouble => error instanceof Error && 'trouble' in error;

import { isSession } from './session.js';

/** Sessions that may be the visitor's; whatever is no session is passed over. */
export interface SessionCandidates {
  /** Of the link that led here. */
  link?: unknown;
  /** Of the option `session`. */
  option?: unknown;
  /** Of the cookie. */
  known?: unknown;
  /** Of another tab, which has told it before its cookie could be read. */
  otherTab?: unknown;
  /** The visitor is an identified user, whose session a link must not change. */
  isUser: boolean;
}

/**
 * The session in order of priority: link, option, cookie, another tab; `undefined` where there is none.
 * @returns `linkedSession` is the link's where it was not taken, because the visitor is an identified user
 */
export const chooseSession = ({ link, option, known, otherTab, isUser }: SessionCandidates) => {
  const isKept = isUser && isSession(known) && isSession(link) && link !== known;
  return {
    session: [!isKept && link, option, known, otherTab].find(isSession),
    linkedSession: isKept ? link : undefined,
  };
};

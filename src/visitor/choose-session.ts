import { isSession } from './session.js';

/** Candidates for the visitor's session. Values that are not sessions are ignored. */
export interface SessionCandidates {
  /** The session from the link that led here. */
  link?: unknown;
  /** The session from the option `session`. */
  option?: unknown;
  /** The session from the cookie. */
  known?: unknown;
  /** The session that another tab has sent, before its cookie could be read here. */
  otherTab?: unknown;
  /** The visitor is an identified user, whose session a link must not change. */
  isUser: boolean;
}

/**
 * Chooses the session in order of priority: link, option, cookie, another tab.
 * @returns `session`, `undefined` if there is no candidate; and `linkedSession`, the link's session if it was not chosen because
 * the visitor is an identified user
 */
export const chooseSession = ({ link, option, known, otherTab, isUser }: SessionCandidates) => {
  const isKept = isUser && isSession(known) && isSession(link) && link !== known;
  return {
    session: [!isKept && link, option, known, otherTab].find(isSession),
    linkedSession: isKept ? link : undefined,
  };
};

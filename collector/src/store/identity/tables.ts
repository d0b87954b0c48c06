/** A user of a shop. Empty texts of `source` stand for users without one. */
export interface ProfilesTable {
  business: string;
  /** The platform that the user's id belongs to. */
  source: string;
  user_id: string;
  /** The earliest and, but for a minute, the latest event that names the user: Unix seconds. */
  first_at: number;
  last_at: number;
  /** What servers of the shop have said of the user, as JSON; null where they have said nothing. */
  traits: string | null;
  /** The day on which the user was last named, by the server's clock, such as '2026-11-29'. A day and no time, so that its index rests. */
  seen_on: string;
}

/** Whose browser a session is. The first who is named stays. */
export interface SessionsTable {
  business: string;
  session: string;
  source: string;
  user_id: string;
  /** Unix seconds, as the following. */
  attached_at: number;
  /** Up to when events without a user are this user's; null where nobody has said so. */
  attached_until: number | null;
  /** When somebody else was named for the first time. */
  ended_at: number | null;
  /** 1: a server of the shop has said so; 0: the browser itself. */
  trusted: number;
  /** What the browser has said of its user, as JSON. */
  traits: string | null;
  /** The day on which the user was last named in it, by the server's clock. */
  seen_on: string;
}

/** Somebody else who was named in an attached session. */
export interface ConflictsTable {
  business: string;
  session: string;
  source: string;
  user_id: string;
  /** When that was said for the first time: Unix seconds. */
  noted_at: number;
  /** The day on which it was noted, by the server's clock. */
  seen_on: string;
}

/** Two profiles that are one person: what is read of one is read of both. */
export interface AliasesTable {
  business: string;
  from_source: string;
  from_user: string;
  to_source: string;
  to_user: string;
  /** ISO 8601. */
  created_at: string;
}

export interface IdentityTables {
  profiles: ProfilesTable;
  sessions: SessionsTable;
  conflicts: ConflictsTable;
  aliases: AliasesTable;
}

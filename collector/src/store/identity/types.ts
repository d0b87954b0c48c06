/** A user of a shop, who is known by these three together. */
export interface ProfileKey {
  business: string;
  /** The platform that the user's id belongs to; empty where there is none. */
  source: string;
  user_id: string;
}

export interface ProfileSummary extends ProfileKey {
  /** How many sessions are attached to it. */
  sessions: number;
  /** How many conflicts are noted in its sessions. */
  conflicts: number;
  /** Unix seconds. */
  first_at: number;
  last_at: number;
}

export interface AttachedSession {
  session: string;
  /** Whom it is attached to: the profile itself, or an alias of it. */
  source: string;
  user_id: string;
  /** Unix seconds. */
  attached_at: number;
  attached_until: number | null;
  /** Whether a server of the shop has said so. */
  trusted: boolean;
}

export interface Alias {
  from: Pick<ProfileKey, 'source' | 'user_id'>;
  to: Pick<ProfileKey, 'source' | 'user_id'>;
  /** ISO 8601. */
  created_at: string;
}

/** Somebody else who was named in a session. */
export interface Conflict {
  session: string;
  source: string;
  user_id: string;
  /** Unix seconds. */
  noted_at: number;
  /** To whom the session is attached; null where it is not any more. */
  holder: Pick<ProfileKey, 'source' | 'user_id'> | null;
}

export type Traits = Record<string, unknown>;

export interface ProfileDetails {
  profile: ProfileSummary & {
    /** What servers of the shop have said of the user. */
    traits: Traits;
    /** What browsers have said beside that: anybody can have sent it. */
    untrusted_traits: Traits;
  };
  sessions: AttachedSession[];
  aliases: Alias[];
  conflicts: Conflict[];
}

/** What became of an attachment. */
export interface Attaching {
  /** Whether it was made now. */
  attached: boolean;
  /** Whether the session is another user's, and stays that. */
  isOther: boolean;
  /** Whether events of the session are stored. */
  isKnown: boolean;
  holder: AttachedSession;
}

export type AliasRefusal =
  /** The profile is an alias of another one already. */
  | 'taken'
  /** The target is an alias itself. */
  | 'chain'
  /** The profile is the target of other aliases. */
  | 'target';

export interface ProfilesPage {
  business?: string;
  /** A part of the user's id, or a whole session. */
  q?: string;
  limit?: number;
}

/** What a store knows of people. */
export interface IdentityStore {
  /** Attaches a session to a user, unless it is another's. Said by a server of the shop. */
  attach(profile: ProfileKey, session: string): Promise<Attaching>;
  /** Makes one profile an alias of another. */
  addAlias(from: ProfileKey, to: ProfileKey): Promise<{ created: boolean; refused?: AliasRefusal; alias: Alias }>;
  /** Undoes it; undefined where there was no such alias. */
  removeAlias(from: ProfileKey): Promise<Alias | undefined>;
  /** Those who were named latest first. */
  profiles(page?: ProfilesPage): Promise<ProfileSummary[]>;
  profile(key: ProfileKey): Promise<ProfileDetails | undefined>;
}

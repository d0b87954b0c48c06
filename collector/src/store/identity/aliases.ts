import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';
import type { AliasesTable } from './tables.js';
import type { Alias, ProfileKey } from './types.js';
import { portionsOf } from '../portions.js';

/** A text for each profile, to compare and to collect. */
export const nameOf = ({ business, source, user_id }: ProfileKey): string =>
  JSON.stringify([business, source, user_id]);

export const fromOf = ({ business, from_source, from_user }: AliasesTable): ProfileKey => ({
  ...{ business, source: from_source, user_id: from_user },
});

export const toOf = ({ business, to_source, to_user }: AliasesTable): ProfileKey => ({
  ...{ business, source: to_source, user_id: to_user },
});

export const toAlias = ({ from_source, from_user, to_source, to_user, created_at }: AliasesTable): Alias => ({
  from: { source: from_source, user_id: from_user },
  to: { source: to_source, user_id: to_user },
  created_at,
});

/** Aliases in which one of the profiles stands on that side. */
async function aliasesOf(db: Kysely<Tables>, side: 'from' | 'to', profiles: ProfileKey[]): Promise<AliasesTable[]> {
  const found: AliasesTable[] = [];
  for (const some of portionsOf(profiles)) {
    const { rows } = await sql<AliasesTable>`SELECT * FROM aliases WHERE ${sql.ref(`${side}_user`)} IN (${sql.join(
      some.map(({ user_id }) => user_id),
    )})`.execute(db);
    const names = new Set(some.map(nameOf));
    found.push(...rows.filter((row) => names.has(nameOf(side === 'from' ? fromOf(row) : toOf(row)))));
  }
  return found;
}

/** Finds under which name a person is kept: the target of an alias, or the profile itself. */
export async function readTargets(
  db: Kysely<Tables>,
  profiles: ProfileKey[],
): Promise<(profile: ProfileKey) => ProfileKey> {
  const targets = new Map((await aliasesOf(db, 'from', profiles)).map((row) => [nameOf(fromOf(row)), toOf(row)]));
  return (profile) => targets.get(nameOf(profile)) ?? profile;
}

/** All profiles that are the same person as one of these, and the aliases that say so. */
export async function readPerson(
  db: Kysely<Tables>,
  profiles: ProfileKey[],
): Promise<{ members: ProfileKey[]; aliases: AliasesTable[] }> {
  const targetOf = await readTargets(db, profiles);
  const targets = new Map(profiles.map(targetOf).map((target) => [nameOf(target), target]));
  const aliases = await aliasesOf(db, 'to', [...targets.values()]);
  const members = new Map(targets);
  for (const profile of [...profiles, ...aliases.map(fromOf)]) members.set(nameOf(profile), profile);
  return { members: [...members.values()], aliases };
}

import type { Kysely } from 'kysely';
import type { RefusalFilter, RefusalPage, RefusalSummary, ResendableRefusal, SkippedRefusals } from '../refusals.js';
import type { Tables } from '../tables.js';

const parseArrival = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** The questions about what was refused. */
export function createRefusalReader(db: Kysely<Tables>) {
  const filtered = ({ business, reason }: RefusalFilter) => {
    let query = db.selectFrom('refusals');
    if (business !== undefined) query = query.where('business', '=', business);
    if (reason !== undefined) query = query.where('reason', '=', reason);
    return query;
  };

  return {
    async refusals({ limit = 100, before, ...filter }: RefusalPage = {}) {
      let query = filtered(filter).selectAll();
      if (before !== undefined) query = query.where('number', '<', before);
      const found = await query
        .orderBy('number', 'desc')
        .limit(limit + 1)
        .execute();
      const counted = await filtered(filter)
        .select(({ fn }) => fn.countAll().as('total'))
        .executeTakeFirst();
      const refusals = found.slice(0, limit).map((row): RefusalSummary => {
        const { ip } = parseArrival(row.arrival);
        return {
          number: row.number,
          business: row.business,
          received_at: row.received_at,
          reason: row.reason,
          description: row.description,
          action: row.action,
          id: row.id,
          ip: typeof ip === 'string' ? ip : null,
          bytes: row.bytes,
          is_whole: row.is_whole === 1,
          text: row.text,
          resent_at: row.resent_at,
        };
      });
      return {
        refusals,
        next: found.length > limit ? (refusals.at(-1)?.number ?? null) : null,
        total: Number(counted?.total ?? 0),
      };
    },

    async refusalReasons(business?: string) {
      const rows = await filtered({ business })
        .select(({ fn }) => ['reason', fn.countAll().as('count')])
        .where('resent_at', 'is', null)
        .groupBy('reason')
        .execute();
      return rows
        .map(({ reason, count }) => ({ reason, count: Number(count) }))
        .sort((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
    },

    async resendableRefusals(
      { numbers, ...filter }: RefusalFilter & { numbers?: number[] },
      { after, limit }: { after: number; limit: number },
    ): Promise<ResendableRefusal[]> {
      if (numbers?.length === 0) return [];
      let query = filtered(filter)
        .select(['number', 'business', 'text', 'arrival'])
        .where('is_whole', '=', 1)
        .where('resent_at', 'is', null)
        .where('number', '>', after);
      if (numbers) query = query.where('number', 'in', numbers);
      const rows = await query.orderBy('number').limit(limit).execute();
      return rows.map((row) => ({ ...row, arrival: parseArrival(row.arrival) }));
    },

    async skippedRefusals({ numbers, ...filter }: RefusalFilter & { numbers?: number[] }): Promise<SkippedRefusals> {
      const skipped = { sent_before: 0, not_whole: 0, unknown: 0 };
      if (numbers?.length === 0) return skipped;
      let query = filtered(filter).select(({ fn }) => ['is_whole', 'resent_at', fn.countAll().as('count')]);
      if (numbers) query = query.where('number', 'in', numbers);
      const rows = await query.groupBy(['is_whole', 'resent_at']).execute();
      let known = 0;
      for (const { is_whole, resent_at, count } of rows) {
        known += Number(count);
        if (resent_at !== null) skipped.sent_before += Number(count);
        else if (is_whole === 0) skipped.not_whole += Number(count);
      }
      return { ...skipped, unknown: numbers ? new Set(numbers).size - known : 0 };
    },
  };
}

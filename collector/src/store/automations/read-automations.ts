import { type Kysely, sql } from 'kysely';
import { emptyCart, linesOf } from '../../automations/cart-contents.js';
import type { Rule } from '../../automations/rule.js';
import type { Rulebook } from '../../automations/rulebook.js';
import type { Timer } from '../../automations/timer.js';
import type { Tables } from '../tables.js';
import { selectTimers } from './rows.js';
import type { AutomationSummary, SettledTimer, WaitingTimer } from './types.js';

/** The latest that are shown of each automation. */
const mostRecent = 20;

const toSettled = ({ subject, state, reason, session, user, settled_at, told }: Timer): SettledTimer => ({
  ...{ subject, reason, session, user, state: state === 'fired' ? 'fired' : 'ended' },
  at: settled_at ?? 0,
  event: state === 'fired' ? told : null,
});

const toWaiting = (timer: Timer): WaitingTimer => {
  const { rule, kind, subject, session, user, started_at, changed, due_at, reference, memory } = timer;
  return {
    ...{ rule, kind, subject, session, user, started_at, last_step_at: changed.at, due_at: due_at ?? 0, reference },
    ...(memory.cart ? { items: linesOf(memory.cart ?? emptyCart) } : {}),
    ...(memory.product === undefined ? {} : { product: memory.product }),
    ...(memory.page === undefined ? {} : { page: memory.page }),
  };
};

/** Automations as the inspector shows them. */
export const createAutomationReader = (db: Kysely<Tables>, rulebook: Rulebook) => ({
  async automations(business: string): Promise<AutomationSummary[]> {
    const book = rulebook.of(business);
    const rules = book?.rules ?? new Map<string, Rule>();
    const waiting = await sql<{ rule: string; timers: number; next_due_at: number }>`
      SELECT rule, count(*) AS timers, min(due_at) AS next_due_at FROM timers
      WHERE due_at IS NOT NULL AND business = ${business} GROUP BY rule`.execute(db);
    const counts = await sql<{ rule: string; outcome: string; timers: number }>`
      SELECT rule, outcome, sum(timers) AS timers FROM timer_counts WHERE business = ${business}
      GROUP BY rule, outcome ORDER BY rule, outcome`.execute(db);
    const ids = new Set([...rules.keys(), ...[...waiting.rows, ...counts.rows].map(({ rule }) => rule)]);
    const found: AutomationSummary[] = [];
    for (const id of ids) {
      const rule = rules.get(id);
      const now = waiting.rows.find((row) => row.rule === id);
      const ends = counts.rows.filter((row) => row.rule === id);
      const recent = await selectTimers(
        db,
        sql`business = ${business} AND rule = ${id} AND settled_at IS NOT NULL AND episode > 0
          ORDER BY settled_at DESC LIMIT ${sql.lit(mostRecent)}`,
      );
      found.push({
        ...{ id, kind: rule?.kind ?? null, enabled: rule?.isOn === true && !book?.isOff },
        ...{ declared: rule?.declared ?? null, wait_seconds: rule?.wait ?? null },
        waiting: Number(now?.timers ?? 0),
        next_due_at: now?.next_due_at ?? null,
        fired: Number(ends.find(({ outcome }) => outcome === 'fired')?.timers ?? 0),
        cancelled: Object.fromEntries(
          ends.filter(({ outcome }) => outcome !== 'fired').map(({ outcome, timers }) => [outcome, Number(timers)]),
        ),
        recent: recent.map(toSettled),
      });
    }
    return found;
  },

  async waitingTimers({
    business,
    rule,
    limit = 50,
  }: {
    business: string;
    rule?: string;
    limit?: number;
  }): Promise<WaitingTimer[]> {
    const ofRule = rule === undefined ? sql`1 = 1` : sql`rule = ${rule}`;
    const timers = await selectTimers(
      db,
      sql`due_at IS NOT NULL AND business = ${business} AND ${ofRule} ORDER BY due_at, rule, subject LIMIT ${limit}`,
    );
    return timers.map(toWaiting);
  },
});

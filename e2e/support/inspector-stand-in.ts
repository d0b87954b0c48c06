import type { Page, Route } from '@playwright/test';

const json = (value: unknown) => (route: Route) => route.fulfill({ json: value });

/** One person, as the collector tells of her. */
export const ana = {
  profile: {
    business: 'xy76ks',
    source: 'tiendanube',
    user_id: 'ana-4711',
    sessions: 2,
    conflicts: 1,
    first_at: Date.now() / 1000 - 864_000,
    last_at: Date.now() / 1000 - 60,
    traits: { plan: 'club' },
    untrusted_traits: { language: 'es' },
  },
  sessions: [
    {
      session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11',
      source: 'tiendanube',
      user_id: 'ana-4711',
      attached_at: Date.now() / 1000 - 864_000,
      attached_until: null,
      trusted: true,
    },
    {
      session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e22',
      source: 'tiendanube',
      user_id: 'ana-old',
      attached_at: Date.now() / 1000 - 432_000,
      attached_until: Date.now() / 1000 - 3600,
      trusted: false,
    },
  ],
  aliases: [
    {
      from: { source: 'tiendanube', user_id: 'ana-old' },
      to: { source: 'tiendanube', user_id: 'ana-4711' },
      created_at: new Date().toISOString(),
    },
  ],
  conflicts: [
    {
      session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11',
      source: 'tiendanube',
      user_id: 'bruno-12',
      noted_at: Date.now() / 1000 - 7200,
      holder: { source: 'tiendanube', user_id: 'ana-4711' },
    },
  ],
};

/**
 * Answers for what this collector does not answer yet, in the shapes that were agreed. To be taken away, with the calls of it,
 * as soon as it does.
 */
export const standIn = async (inspector: Page, answers: Record<string, unknown> = {}) => {
  const known: Record<string, unknown> = {
    figures: { from: 0, to: 0, visitors: 0, carts: 0, orders: 0, revenue: [], conversion: null },
    profiles: { profiles: [ana.profile] },
    profile: ana,
    ...answers,
  };
  // The list by time.
  await inspector.route(/\/inspector\/api\/events\?.*from=/, async (route) => {
    const url = new URL(route.request().url());
    const from = Number(url.searchParams.get('from'));
    url.searchParams.set('limit', '1000');
    const answer = await route.fetch({ url: url.href });
    const body = (await answer.json()) as { events: { tracked_at: number }[]; total: number; next: null };
    const within = body.events.filter(({ tracked_at }) => tracked_at >= from);
    const total = body.total - (body.events.length - within.length);
    await route.fulfill({ json: { events: within.slice(0, 100), total, next: total > 100 ? 1 : null } });
  });
  // The timeline of a person.
  await inspector.route(/\/inspector\/api\/timeline\?.*user=/, async (route) => {
    const url = new URL(route.request().url());
    const user = url.searchParams.get('user');
    const answer = await route.fetch({ url: `${url.origin}/inspector/api/events?limit=1000` });
    const body = (await answer.json()) as { events: { user_id: string | null }[] };
    const events = body.events.filter(({ user_id }) => user_id === user).reverse();
    await route.fulfill({ json: { events, total: events.length } });
  });
  for (const [name, answer] of Object.entries(known)) {
    await inspector.route(new RegExp(`/inspector/api/${name}(\\?|$)`), json(answer));
  }
};

import type { Collector } from '../../collector/src/index.ts';
import { BUSINESS } from './fixtures.ts';
import { aRecord } from './inspector-page.ts';

const source = 'tiendanube';

export const ana = {
  ...{ source, user_id: 'ana-4711' },
  sessions: ['5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11', '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e22'],
  hash: `#user=ana-4711&source=${source}&business=${BUSINESS}`,
  key: `${BUSINESS}/${source}/ana-4711`,
};

/** Stores a person with two sessions, another name, traits of both kinds, and somebody else who was named in a session: five events. */
export const keepAna = async ({ store }: Collector) => {
  const [home, phone] = ana.sessions;
  const user = (user_id: string, secondsAgo: number) => ({
    ...{ user_source: source, user_id },
    tracked_at: Date.now() / 1000 - secondsAgo,
  });
  const says = (traits: object) => ({ action: 'user.identified', content: { action: 'user.identified', traits } });
  const records = [
    aRecord({ session: home, ...user('ana-4711', 500), ...says({ plan: 'club' }), trusted: true }),
    aRecord({ session: home, ...user('ana-4711', 400), ...says({ language: 'es' }) }),
    aRecord({ session: phone, ...user('ana-old', 300) }),
    aRecord({ session: home, ...user('ana-4711', 200), action: 'cart.added' }),
    aRecord({ session: home, ...user('bruno-12', 100) }),
  ];
  await store.put(records);
  const name = (user_id: string) => ({ business: BUSINESS, source, user_id });
  await store.addAlias(name('ana-old'), name('ana-4711'));
  return records;
};

import { isObject } from '../../base/json.js';
import type { Diagnosis } from './diagnose/diagnosis.js';
import { make } from './elements.js';
import { fill } from './language.js';
import type { Language } from './language.js';
import { money } from './money.js';
import type { PageVitrina } from './page-vitrina.js';

/** Parts that are no platforms. */
const NO_PLATFORM = /^(rules|links|forms|consent|hellotext-destination|panel-..)$/;

/** What the tracker knows of the visitor and the shop, in the order in which it is shown. */
export const readVisitor = (vitrina: PageVitrina, diagnosis: Diagnosis, { texts, locale }: Language) => {
  const { cart, lastProduct, session, user } = vitrina;
  const count = cart?.items?.length ?? 0;
  const platforms = Object.keys(vitrina.parts ?? {}).filter((name) => !NO_PLATFORM.test(name));
  const total = money(cart?.amount, cart?.currency, locale);
  const values: [name: string, value: string | undefined][] = [
    [texts.consent, texts.consents[diagnosis.consent() ?? 'unknown']],
    [texts.platform, platforms.join(', ') || texts.noPlatform],
    [texts.cart, count ? [fill(texts.products[+(count > 1)] ?? '', { count }), total].filter(Boolean).join(' · ') : ''],
    [texts.lastProduct, isObject(lastProduct) ? String(lastProduct.name ?? '') : ''],
    [texts.customer, user?.id ?? texts.notIdentified],
    [texts.session, session ?? texts.nobody],
    [texts.business, Object.keys(vitrina.trackers ?? {}).join(', ')],
    [
      texts.collector,
      diagnosis
        .endpoints()
        .map(({ endpoint }) => endpoint)
        .join(', '),
    ],
    [texts.library, vitrina.library],
  ];
  return values.filter((pair): pair is [string, string] => !!pair[1]);
};

/** Creates a list of what is known of the visitor. `draw` reads it again. */
export const visitorView = (read: () => [name: string, value: string][]) => {
  const element = make('dl', { class: 'visitor' });
  let shown = '';
  return {
    element,
    draw() {
      const values = read();
      if (String(values) === shown) return;
      shown = String(values);
      element.replaceChildren(...values.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
    },
  };
};

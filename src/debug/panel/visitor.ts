import type { Consent, Vitrina } from '../../types/tracker.js';
import { make } from './elements.js';

/** `window.vitrina`, as far as the panel reads it. */
export interface PageVitrina extends Vitrina {
  library?: string;
  trackers?: Record<string, Vitrina>;
  /** The loaded parts by name: among others, the adapters of recognised platforms. */
  parts?: object;
  lastProduct?: { name?: string };
  cart?: { items?: unknown[]; amount?: number; currency?: string };
}

/** Creates a list of what the tracker knows of the visitor and the shop. `draw` reads it again. */
export const visitorView = (vitrina: PageVitrina) => {
  let consent: Consent | 'not asked yet' = 'not asked yet';
  const element = make('dl', {});
  const draw = () => {
    const { cart, lastProduct, session, user } = vitrina;
    const items = cart?.items?.length;
    const platforms = Object.keys(vitrina.parts ?? {}).filter((name) => !/^(rules|links)$/.test(name));
    const amount = cart?.amount === undefined ? '' : ` · ${cart.amount.toLocaleString()} ${cart.currency ?? ''}`;
    const values: [name: string, value: string | undefined][] = [
      ['Business', Object.keys(vitrina.trackers ?? {}).join(', ')],
      ['Consent', consent],
      ['Visitor', session ?? 'nobody yet'],
      ['Customer', user?.id ?? 'not identified'],
      ['Platform', platforms.join(', ') || 'none recognised'],
      ['Last product', lastProduct?.name],
      ['Cart', items ? `${items} ${items === 1 ? 'product' : 'products'}${amount}` : undefined],
      ['Library', vitrina.library],
    ];
    element.replaceChildren(
      ...values.flatMap(([name, value]) => (value ? [make('dt', {}, name), make('dd', {}, value)] : [])),
    );
  };
  vitrina.on('consent-set', (answer) => {
    consent = answer;
    draw();
  });
  return { element, draw };
};

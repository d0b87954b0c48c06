/** What Mercado Libre tells of, as far as orders are concerned. */
export type ResourceType = 'order' | 'shipment' | 'payment' | 'claim';

export interface Resource {
  type: ResourceType;
  id: string;
}

/**
 * The paths that a notification may name. Nothing signs a notification, so it must not choose what our token fetches: digits only
 * (https://developers.mercadolivre.com.br/pt_br/produto-receba-notificacoes, 2026-09-14). The prefix of claims is new, and both
 * forms are sent.
 */
const patterns: [ResourceType, RegExp][] = [
  ['order', /^\/orders\/(\d{1,20})$/],
  ['shipment', /^\/shipments\/(\d{1,20})$/],
  ['payment', /^\/(?:collections|payments)\/(\d{1,20})$/],
  ['claim', /^(?:\/post-purchase)?\/v1\/claims\/(\d{1,20})$/],
];

export function readResource(path: unknown): Resource | undefined {
  if (typeof path !== 'string') return undefined;
  for (const [type, pattern] of patterns) {
    const id = pattern.exec(path)?.[1];
    if (id !== undefined) return { type, id };
  }
  return undefined;
}

const paths: Record<ResourceType, string> = {
  order: '/orders/',
  shipment: '/shipments/',
  payment: '/collections/',
  claim: '/post-purchase/v1/claims/',
};

/** The one name of a resource, so that both forms of a path are one job. */
export const pathOf = ({ type, id }: Resource): string => paths[type] + id;

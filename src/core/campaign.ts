import type { UtmParams } from '../types';

const CLICK_IDS = ['gclid', 'gbraid', 'wbraid', 'dclid', 'fbclid', 'ttclid', 'msclkid', 'twclid', 'li_fat_id', 'epik'];

/** What brought the visitor here last. */
export interface Campaign {
  utm?: UtmParams;
  clicks?: Record<string, string>;
}

/** Campaign of an address, `undefined` where it names none. A campaign needs a source; click ids stand by themselves. */
export const readCampaign = (search: string, now: number): Campaign | undefined => {
  const query = new URLSearchParams(search);
  const campaign: Campaign = {};
  const take = (name: string) => query.get(name)?.slice(0, 200) || undefined;
  const source = take('utm_source');
  if (source) {
    campaign.utm = {
      source,
      medium: take('utm_medium'),
      campaign: take('utm_campaign'),
      term: take('utm_term'),
      content: take('utm_content'),
      observed_at: new Date(now).toISOString(),
    };
  }
  const clicks = CLICK_IDS.flatMap((name) => (take(name) ? [[name, take(name)]] : []));
  if (clicks.length) campaign.clicks = Object.fromEntries(clicks) as Record<string, string>;
  return source || clicks.length ? campaign : undefined;
};

import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/observe/sources/data-layer/messages.ts';

const productOf = (item: object) =>
  readMessage({ event: 'add_to_cart', ecommerce: { items: [item] } })[0]?.[0].lines?.[0]?.product;

describe('id of a product in a feed', () => {
  it.each(['gla_55', 'GLA_55', 'woocommerce_gpf_55', 'wc_post_id_55', '#55'])(
    'the id %s of a plug-in of WooCommerce is its product 55',
    (id) => {
      expect(productOf({ item_id: id, item_name: 'Mate' })).toEqual(productOf({ item_id: '55', item_name: 'Mate' }));
      expect(productOf({ id, name: 'Mate' })?.reference).toBe('55');
    },
  );

  it.each(['gla_MATE', 'gla_', 'gla_55_1', 'xgla_55', 'wc_post_id_x'])('the id %s is an id as it is', (id) => {
    expect(productOf({ item_id: id })?.reference).toBe(id);
  });

  it('a feed of Shopify names the product and the variant', () => {
    expect(productOf({ item_id: 'shopify_UY_55_66' })).toMatchObject({ reference: '55', sku: '66' });
  });
});

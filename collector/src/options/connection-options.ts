/** An application at Mercado Libre. */
export interface MercadoLibreOptions {
  /** The application's number. */
  clientId: string;
  clientSecret: string;
  /** Where Mercado Libre leads the seller back to, exactly as it is registered there. */
  redirect: string;
  /** The seller's country, such as 'MLU'. */
  site: string;
  /** Tells `order.placed`, too, when an order was made; off by default. */
  placed?: boolean;
  /** From when on an order counts as shipped: 'shipped' (default), or 'picked_up' by the carrier. */
  shippedFrom?: 'shipped' | 'picked_up';
  /** Tells `refund.requested` for exchanges, too; off by default. */
  changes?: boolean;
  /** Addresses of the API and of the page that asks the seller; Mercado Libre's own by default. */
  api?: string;
  authorization?: string;
}

/** An application at Tiendanube (Nuvemshop in Brazil). */
export interface TiendanubeOptions {
  /** The application's number. */
  appId: string;
  clientSecret: string;
  /** An e-mail or address at which Tiendanube reaches who runs the collector; the API demands it. */
  contact: string;
  /** The name of the application, which the API is told with the contact; 'Vitrina' by default. */
  name?: string;
  /** The collector's public https address. With it, webhooks are registered when a store is connected. */
  publicAddress?: string;
  /**
   * Tells sales that a store has made on Mercado Libre in any case. By default they are not told for a business that has connected an
   * account of Mercado Libre, because they are told by that.
   */
  meli?: boolean;
  /** Addresses of the API, with its version, and of the site where merchants install the application; Tiendanube's own by default. */
  api?: string;
  authorization?: string;
}

/** A shop whose platform sends its orders by webhooks that it signs. */
export interface PushedShop {
  /** Its domain at Shopify (`demo.myshopify.com`), or the address of the site of WooCommerce. */
  shop: string;
  /** The business that the orders belong to. */
  business: string;
  /** Signs the webhooks: the client secret of the application at Shopify, or the secret of the webhook at WooCommerce. */
  secret: string;
}

/** Marketplaces and shop platforms whose accounts can be connected. */
export interface ConnectionOptions {
  /** 32 bytes in base64 by which tokens are encrypted in the database. */
  key?: string;
  mercadoLibre?: MercadoLibreOptions;
  tiendanube?: TiendanubeOptions;
  shopify?: PushedShop[];
  /** One for each business, because their orders are numbered alike. */
  woocommerce?: PushedShop[];
}

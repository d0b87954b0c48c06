/**
 * The part of Shopify's web pixel API that is used; https://shopify.dev/docs/api/web-pixels-api (2026-11). Events are `unknown`,
 * because custom pixels may pass any value.
 */
export interface PixelApi {
  analytics: { subscribe(name: string, callback: (event: unknown) => void): unknown };
  browser: {
    cookie: { get(name: string): Promise<string>; set(cookie: string): Promise<unknown> };
    localStorage: {
      getItem(key: string): Promise<string | null>;
      setItem(key: string, value: string): Promise<unknown>;
      removeItem(key: string): Promise<unknown>;
    };
    sendBeacon?(url: string, body: string): Promise<boolean>;
  };
  init: {
    context: { document: { location: { href: string; hostname: string; protocol: string } } };
    data?: { cart?: { id?: string | null } | null } | null;
    customerPrivacy?: { analyticsProcessingAllowed?: boolean };
  };
  /** In custom pixels: `api.customerPrivacy`. */
  customerPrivacy: {
    subscribe(
      name: 'visitorConsentCollected',
      callback: (event: { customerPrivacy: { analyticsProcessingAllowed: boolean } }) => void,
    ): unknown;
  };
  /** Settings of app pixels, as the app's developer has declared them. */
  settings?: object;
}

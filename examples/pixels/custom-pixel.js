// Shopify: Settings → Customer events → Add custom pixel. Paste this, change the two addresses and the id, choose the permission
// "Analytics", save, connect.
const settings = {
  businessId: 'xy76ks',
  endpoint: 'https://events.example.com/v1/events',
  // The theme has the tag too.
  scope: 'checkout',
};
// Events that happen before the script has loaded.
/** @type {unknown[]} */
const early = [];
analytics.subscribe('all_standard_events', (event) => early.push(event));
const script = document.createElement('script');
script.src = 'https://events.example.com/vitrina.pixel.js';
script.onload = () =>
  vitrinaPixel({ analytics, browser, init, customerPrivacy: api.customerPrivacy }, { ...settings, early });
document.head.append(script);

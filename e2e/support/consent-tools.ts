/* Scripts that behave as consent tools do on a page. */
declare global {
  interface Window {
    /** Answers as the visitor. */
    answer: (consent: 'granted' | 'denied') => void;
    /** Adds a consent tool to the page late. */
    arrive: () => void;
  }
}

/** The page's own banner, which uses the commands of Google Consent Mode. */
export const GOOGLE = `<script>
  window.dataLayer = [];
  function gtag() { dataLayer.push(arguments); }
  gtag('consent', 'default', { analytics_storage: 'denied', ad_user_data: 'denied' });
  window.answer = (state) => gtag('consent', 'update', { analytics_storage: state, ad_user_data: state });
</script>`;

/** A minimal consent tool of the TCF; `arrive` adds it to the page. */
export const TCF = `<script>
  { const listeners = new Map();
    const data = (listenerId, eventStatus, isAllowed) => ({
      listenerId, eventStatus, cmpStatus: 'loaded', gdprApplies: true, tcfPolicyVersion: 5,
      purpose: { consents: isAllowed ? { 1: true, 8: true } : { 1: false, 8: false } },
    });
    let last = ['cmpuishown', false];
    window.answer = (state) => {
      last = ['useractioncomplete', state === 'granted'];
      for (const [id, callback] of listeners) callback(data(id, ...last), true);
    };
    window.arrive = () => {
      window.__tcfapi = (command, version, callback, id) => {
        if (command === 'removeEventListener') return callback(listeners.delete(id));
        if (command !== 'addEventListener' || version !== 2) return callback(null, false);
        const own = listeners.size + 1;
        listeners.set(own, callback);
        callback(data(own, ...last), true);
      };
    }; }
</script>`;

/** Shopify's Customer Privacy API, which a storefront loads on request. */
export const SHOPIFY = `<script>
  { let state = '';
    window.Shopify = {
      loadFeatures(features, done) {
        if (features[0].name !== 'consent-tracking-api') return done(new Error('There is no such feature.'));
        setTimeout(() => {
          Shopify.customerPrivacy = {
            analyticsProcessingAllowed: () => state === 'yes',
            currentVisitorConsent: () => ({ marketing: '', analytics: state, preferences: '', sale_of_data: '' }),
          };
          done();
        });
      },
    };
    window.answer = (consent) => {
      state = consent === 'granted' ? 'yes' : 'no';
      const detail = { marketingAllowed: false, analyticsAllowed: state === 'yes' };
      document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail }));
    }; }
</script>`;

/** The names that the option `consent` of a script tag takes, each with a tool that waits for the visitor. */
export const tools = [
  { consent: 'google-consent-mode', tool: GOOGLE },
  { consent: 'tcf', tool: `${TCF}<script>arrive()</script>` },
  { consent: 'shopify', tool: SHOPIFY },
];

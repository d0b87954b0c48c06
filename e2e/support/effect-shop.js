import vitrina from 'vitrina';

// An app that starts Vitrina in an effect and stops it in the effect's clean-up. A development build runs effect, clean-up and
// effect in a row as the app starts (StrictMode), and again after each change of a file (hot reload).
const { id, endpoint } = /** @type {HTMLElement} */ (document.querySelector('[data-endpoint]')).dataset;
const effect = () => {
  void vitrina.initialize(String(id), { endpoint });
  return () => vitrina.stop();
};
let cleanUp = effect();
const again = () => {
  cleanUp();
  cleanUp = effect();
};
again();
Object.assign(window, { vitrina, again });

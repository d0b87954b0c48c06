import { createReport } from '../plugins/debug.js';
import { isPanelAskedFor, listenToHeard } from './heard.js';

const report = createReport();
listenToHeard(([name, values]) => {
  if (name !== 'decision') (report[name] as (...given: unknown[]) => void)(...values);
});

const { currentScript } = document;
if (isPanelAskedFor() && currentScript instanceof HTMLScriptElement) {
  const { nonce } = currentScript;
  const { href: src } = new URL('vitrina.panel.js', currentScript.src);
  document.head.append(Object.assign(document.createElement('script'), { src, nonce }));
}

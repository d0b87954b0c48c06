import { log } from '../../base/log.js';
import { createReport } from '../../debug/debug.js';
import { isPanelAskedFor, listenToHeard } from '../../debug/recorder.js';

const { vitrina: page = {} } = window as { vitrina?: { isReported?: boolean; trackers?: object } };
// Each tracker of a page asks for it, and all are heard in one place.
if (!page.isReported) {
  page.isReported = true;
  const reports = new Map<string, ReturnType<typeof createReport>>();
  listenToHeard((entry) => {
    if (entry[0] === 'decision') return;
    if (entry[0] === 'again') {
      const [, [options], id] = entry;
      // Every script has the address beside it, unless it was told another.
      const names = Object.entries(options).filter(
        ([name, value]) => name !== 'endpoint' || !/v1\/events$/.test(value),
      );
      if (names[0])
        log(`a second script of "${id}" changes nothing; ignored: ${names.map(([name]) => name).join(', ')}`, true);
      return;
    }
    const [name, values, business] = entry;
    // Also of those that do not debug, so that it is seen that there are several.
    for (const one of [business, ...Object.keys(page.trackers ?? {})])
      if (!reports.has(one)) reports.set(one, createReport(one));
    (reports.get(business)?.[name] as (...given: unknown[]) => void)(...values);
  });
}

const { currentScript } = document;
if (isPanelAskedFor() && currentScript instanceof HTMLScriptElement) {
  const { nonce } = currentScript;
  const { href: src } = new URL('vitrina.panel.js', currentScript.src);
  document.head.append(Object.assign(document.createElement('script'), { src, nonce }));
}

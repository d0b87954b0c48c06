import { log } from '../../base/log.js';
import { createReport } from '../../debug/debug.js';
import { listenToRecorder } from '../../debug/recorder.js';

const { vitrina: page = {} } = window as { vitrina?: { isReported?: boolean; trackers?: object } };
// Each tracker of the page that debugs loads this file; one listener reports on all of them.
if (!page.isReported) {
  page.isReported = true;
  const reports = new Map<string, ReturnType<typeof createReport>>();
  listenToRecorder((entry) => {
    if (entry[0] === 'decision' || entry[0] === 'initialize' || entry[0] === 'track' || entry[0] === 'identify') return;
    if (entry[0] === 'again') {
      const [, [options], id] = entry;
      // A script without an `endpoint` option gets the address beside it, so an endpoint of that form is no option to name.
      const names = Object.entries(options).filter(
        ([name, value]) => name !== 'endpoint' || !/v1\/events$/.test(value),
      );
      if (names[0])
        log(`ignored a second script of "${id}", and its options: ${names.map(([name]) => name).join(', ')}`, true);
      return;
    }
    const [name, values, business] = entry;
    // Reports name their business as soon as a second one has a report, so trackers that do not debug get one too.
    for (const id of [business, ...Object.keys(page.trackers ?? {})])
      if (!reports.has(id)) reports.set(id, createReport(id));
    (reports.get(business)?.[name] as (...values: unknown[]) => void)(...values);
  });
}

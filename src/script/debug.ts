import { createReport } from '../plugins/debug.js';
import type { Report } from '../plugins/debug.js';

type Heard = [name: keyof Report, values: never[]];

/** What the script keeps of its trackers' signals while it is told to debug: a list at first, from now on this report. */
const page = window as unknown as { vitrina?: { heard?: { push: (entry: Heard) => unknown } } };
const heard = page.vitrina?.heard;
if (Array.isArray(heard)) {
  const report = createReport();
  const tell = ([name, values]: Heard) => (report[name] as (...values: never[]) => void)(...values);
  (heard.splice(0) as Heard[]).forEach(tell);
  Object.assign(heard, { push: tell });
}

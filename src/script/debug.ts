import { createReport } from '../plugins/debug.js';
import { listenToHeard } from './heard.js';

const report = createReport();
listenToHeard(([name, values]) => {
  if (name !== 'decision') (report[name] as (...given: unknown[]) => void)(...values);
});

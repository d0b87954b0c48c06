import { openPanel } from '../../debug/panel/panel.js';
import type { PageVitrina } from '../../debug/panel/visitor.js';
import { listenToHeard } from '../../debug/recorder.js';

const page = window as unknown as { vitrina?: PageVitrina };
// Two trackers of a page may both ask for it.
if (page.vitrina && !document.querySelector('vitrina-panel')) listenToHeard(openPanel(page.vitrina));

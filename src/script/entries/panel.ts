import { openPanel } from '../../debug/panel/panel.js';
import type { PageVitrina } from '../../debug/panel/visitor.js';
import { listenToRecorder } from '../../debug/recorder.js';

const page = window as unknown as { vitrina?: PageVitrina };
// Two trackers of a page may both load this file; one panel shows both.
if (page.vitrina && !document.querySelector('vitrina-panel')) listenToRecorder(openPanel(page.vitrina));

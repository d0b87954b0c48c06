/*
 * The inspector page of the collector: plain modules, no build step.
 *
 * Hooks for end-to-end tests, kept stable:
 *   li[data-event-id][data-action][data-session][data-business]   a line of the list, newest first
 *   #filter (combobox; type an action, a session or any text, then Enter)
 *   [data-token="search"|"action"|"session"|"user"] removes a filter; select[data-filter="business"|"trusted"|"invalid"]
 *   a[data-export="ndjson"|"csv"]                                 what is filtered, as a file
 *   [data-figure="visitors"|"carts"|"orders"|"revenue"|"conversion"]  the figures of the span of time
 *   #pause [aria-pressed], #paused (a line while it is), #held (the button that lets held events in, hidden when there are none), #older, #total
 *   #connection[data-status="connecting"|"live"|"reconnecting"|"signed-out"]
 *   article[data-detail="business/id"], [data-json], [data-close]  an opened event
 *   article[data-timeline="session"], [data-visit], [data-timeline-event], [data-total], [data-erase]  a visitor
 *   [data-visitor="session"]                                       a line of the recent visitors
 *   #chart svg.plot, [data-range], [data-legend="action"] [aria-pressed], #chart details.as-table  the picture
 *   #dead-letters [data-store-again], [role="status"]             batches that could not be stored, hidden while there are none; above the events and the refusals
 *   #views a[data-view] [aria-current], [data-count]              the views, and how many refusals wait
 *   #refusals li[data-refusal][data-reason], a.reason[data-reason], [data-resend], [data-resend-all], [role="status"]
 *   #automations li[data-automation="business/id"], [data-waits], [data-settled="fired"|"ended"]  the automations, what waits, what has come of the others
 *   #connections li[data-webhook="business/id"], li[data-account="business/kind/account"], [data-press], a[data-connect], [data-connect-business]  what is connected
 *   dialog.dialog [data-confirm] [data-cancel]                     a question; article[data-receipt]  what was erased
 *   article[data-person="business/source/user"]                   a person; [data-profile="…"] a line of the people
 *   the address: #q=…&action=…&session=…&user=…&source=…&business=…&trusted=…&invalid=…&range=…&event=business/id&view=… (people, refusals or refusals/<reason>, automations, connections, …)
 *   #list[aria-busy]                                              whether the list is being loaded
 */
import { createAnnouncer } from './announcer.js';
import { collectorNow, fetchBusinesses } from './api.js';
import { createChartCard } from './chart-card.js';
import { createConnection } from './connection.js';
import { createDeadLetters } from './dead-letters.js';
import { createDesk } from './desk.js';
import { showHelp } from './dialogs.js';
import { byId, element } from './dom.js';
import { createFilterBox } from './filter-box.js';
import { createFilterRow } from './filter-row.js';
import { createTokens } from './filter-tokens.js';
import { filterNames, filterOf } from './filters.js';
import { createInstallHelp } from './install-help.js';
import { createList } from './list.js';
import { createPausing } from './pausing.js';
import { rangeOf, spanOf } from './range.js';
import { createRefusals } from './refusals.js';
import { createRouter } from './router.js';
import { createScreens } from './screens.js';
import { createLetterSwitch, listenToKeys } from './shortcuts.js';
import { openStream } from './stream.js';
import { renewTimes, whileShown } from './while-shown.js';

const announce = createAnnouncer(byId('announcer', HTMLElement));

const router = createRouter((view, previous) => {
  screens.show(view, previous);
  // The desk first: it looks where the focus is, and the list is about to be emptied.
  void desk.show(view, previous);
  if ([...filterNames, /** @type {const} */ ('range')].some((name) => view[name] !== previous[name])) {
    void narrow().then(tellTotal);
  } else if (view.campaign !== previous.campaign) chart.show(view);
});

const install = byId('install', HTMLElement);
const installHelp = install.appendChild(element('div'));

const showPaused = createPausing({ button: byId('pause', HTMLButtonElement), note: byId('paused', HTMLElement) });
let isPaused = false;

const list = createList({
  root: byId('list', HTMLElement),
  total: byId('total', HTMLElement),
  pill: byId('held', HTMLButtonElement),
  pause: byId('pause', HTMLButtonElement),
  heading: byId('events', HTMLElement),
  router,
  announce,
  // A picture of nothing only takes the place of the first steps.
  onEmpty(isEmpty) {
    byId('chart', HTMLElement).hidden = isEmpty;
    byId('filter-row', HTMLElement).hidden = isEmpty;
    // The first steps show the tag themselves.
    if (install.hidden !== isEmpty) installHelp.replaceChildren(...(isEmpty ? [] : createInstallHelp()));
    install.hidden = isEmpty;
  },
  onPaused(wanted) {
    if (wanted === isPaused) return;
    isPaused = wanted;
    showPaused(wanted);
    showConnection.pause(wanted);
    chart.pause(wanted);
  },
});

const chart = createChartCard({
  root: byId('chart', HTMLElement),
  onPick: (action) => router.go({ action, event: '' }),
  onRange: (range) => router.go({ range, event: '' }),
  onCampaign: (campaign) => router.go({ campaign }),
  onSpan: (from) => list.slide(from),
});

const lookForDeadLetters = createDeadLetters(byId('dead-letters', HTMLElement), () => void chart.refresh());

const filterBox = createFilterBox({
  root: byId('filter-box', HTMLElement),
  business: () => router.current().business,
  onChoose: (choice) => router.go({ ...choice, event: '' }),
});
const showTokens = createTokens({
  root: filterBox.tokens,
  onRemove: (change) => {
    router.go({ ...change, event: '' });
    filterBox.focus();
  },
});
const filterRow = createFilterRow({
  root: byId('filter-row', HTMLElement),
  onChoose: (change) => router.go({ ...change, event: '' }),
  query: () => {
    const view = router.current();
    return { ...filterOf(view), ...spanOf(rangeOf(view.range), collectorNow()) };
  },
});
fetchBusinesses().then(filterRow.setBusinesses, () => {});

const desk = createDesk({
  pane: byId('pane', HTMLElement),
  sheet: byId('sheet', HTMLDialogElement),
  list,
  router,
  announce,
  onErased: () => {
    void list.resync();
    void chart.refresh();
  },
});

const refusals = createRefusals({
  root: byId('refusals', HTMLElement),
  tabs: byId('views', HTMLElement),
  router,
  announce,
  onTaken: () => void chart.refresh(),
});

const screens = createScreens({
  tabs: byId('views', HTMLElement),
  skip: byId('skip', HTMLAnchorElement),
  events: byId('events', HTMLElement),
  router,
  refusals,
});

/** Told once for each filter the reader sets, never for what arrives. */
const tellTotal = () => announce(list.inList());

function narrow() {
  const view = router.current();
  showTokens(view);
  filterRow.show(view);
  return list.filter({ ...filterOf(view), from: chart.show(view) });
}

void narrow();
screens.show(router.current());
void desk.show(router.current());

const showConnection = createConnection({
  badge: byId('connection', HTMLElement),
  notice: byId('notice', HTMLElement),
});
openStream({
  onRow: (row) => {
    list.receive(row);
    chart.touch();
    desk.receive(row);
  },
  onStatus: showConnection.show,
  onOpen: () => {
    void list.resync();
    chart.touch();
    void lookForDeadLetters();
    screens.look();
    desk.refresh();
  },
});

const letters = createLetterSwitch();
listenToKeys({
  letters,
  step: (step) => (screens.open() ?? desk).step(step),
  close: () => desk.close(),
  filter: () => filterBox.focus(),
  pause: () => byId('pause', HTMLButtonElement).click(),
  help: () => showHelp(letters),
});
byId('help', HTMLButtonElement).addEventListener('click', () => showHelp(letters));

// What cannot be stored announces itself to nobody.
whileShown(60_000, () => void lookForDeadLetters());
whileShown(10_000, screens.look);
whileShown(1000, renewTimes);

import { drawEntry, element } from './draw-entry.js';

/** @typedef {'sell' | 'pay' | 'ship' | 'deliver' | 'refund' | 'cancel'} StepName */
/** @import { Entry } from './draw-entry.js' */
/**
 * @typedef {{ order: string, product: string, quantity: number, picture: string, next: StepName[], total: string, state: string }} Sale
 * @typedef {{ account: { number: string, state: 'none' | 'connected' | 'reconnect', problem: string | null }, waiting: number,
 *   sale: Sale | null, story: Entry[] }} State
 */

/** Milliseconds between two looks. */
const LOOK_EVERY = 1000;

/** @type {[StepName, string][]} */
const STEPS = [
  ['sell', 'Sell'],
  ['pay', 'Pay'],
  ['ship', 'Ship'],
  ['deliver', 'Deliver'],
  ['refund', 'Refund a part'],
  ['cancel', 'Cancel'],
];

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

const list = find('.story ol');
const status = find('[role="status"]');
/** @type {Map<StepName, HTMLButtonElement>} */
const buttons = new Map();
/** What is drawn of each step. @type {Map<number, { text: string, line: HTMLElement }>} */
let lines = new Map();
let isFirst = true;
let isBusy = false;
let turn = 0;

/** @param {string} sentence empty where there is none */
const showTrouble = (sentence) => {
  find('.trouble').hidden = sentence === '';
  if (find('.trouble').textContent !== sentence) find('.trouble').textContent = sentence;
};

/** @param {State['account']} account */
const showAccount = ({ number, state, problem }) => {
  const sentences = {
    none: `Account ${number} is not connected: the collector knows nothing of its sales.`,
    connected: problem ?? `Account ${number} is connected.`,
    reconnect: problem ?? 'Connect the account again.',
  };
  find('[data-test="account"]').textContent = sentences[state];
  find('.account').dataset.state = state;
  find('[data-test="connect"]').hidden = state === 'connected';
  find('.stage').hidden = state === 'none';
};

/** @param {Sale | null} sale */
const showSale = (sale) => {
  for (const [name, button] of buttons) {
    const isPossible = name === 'sell' || (sale?.next.includes(name) ?? false);
    // A button that is in focus is not switched off, since the focus would be lost.
    button.setAttribute('aria-disabled', String(!isPossible));
    button.classList.toggle('main', name === (sale?.next[0] ?? 'sell'));
  }
  find('.order').hidden = sale === null;
  if (sale === null) return;
  const image = /** @type {HTMLImageElement} */ (find('.order img'));
  if (image.getAttribute('src') !== sale.picture) image.src = sale.picture;
  find('.what').textContent = `${sale.quantity} × ${sale.product}, ${sale.total}`;
  find('.where').textContent = sale.state;
  find('.number').textContent = `Order ${sale.order}`;
};

/** @param {Entry[]} story */
const showStory = (story) => {
  const before = lines;
  lines = new Map();
  for (const entry of story) {
    const text = JSON.stringify(entry);
    const known = before.get(entry.at);
    const line = known?.text === text ? known.line : drawEntry(entry);
    lines.set(entry.at, { text, line });
    if (isFirst || line === known?.line || entry.told.length === 0) continue;
    status.textContent = `The collector tells: ${entry.told.map(({ meaning }) => meaning).join(' ')}`;
  }
  const drawn = [...lines.values()].map(({ line }) => line);
  for (const line of [...list.children]) if (!drawn.some((one) => one === line)) line.remove();
  // What stays is not moved, since a link in it may be in focus.
  for (const [index, line] of drawn.entries()) {
    if (list.children[index] !== line) list.insertBefore(line, list.children[index] ?? null);
  }
  find('.story .empty').hidden = story.length > 0;
  isFirst = false;
};

const look = async () => {
  const mine = ++turn;
  try {
    const response = await fetch('/marketplace/state.json');
    if (!response.ok) throw new Error(`The state was answered with ${response.status}.`);
    const state = /** @type {State} */ (await response.json());
    if (mine !== turn) return;
    showAccount(state.account);
    showSale(state.sale);
    showStory(state.story);
    showTrouble('');
  } catch {
    showTrouble('The demo does not answer. Is npm start still running?');
  }
};

/** @param {StepName} name */
const take = async (name) => {
  if (isBusy || buttons.get(name)?.getAttribute('aria-disabled') === 'true') return;
  isBusy = true;
  try {
    await fetch(`/marketplace/steps/${name}`, { method: 'POST', headers: { 'X-Vitrina': 'play' } });
  } catch {
    // The look says so.
  }
  isBusy = false;
  await look();
};

for (const [name, text] of STEPS) {
  const button = /** @type {HTMLButtonElement} */ (
    element('button', { type: 'button', class: 'button', 'data-test': name }, text)
  );
  button.addEventListener('click', () => void take(name));
  buttons.set(name, button);
  find('.steps').append(button);
}

const lookAgain = async () => {
  await look();
  setTimeout(lookAgain, LOOK_EVERY);
};

void lookAgain();

/** @typedef {{ number: number, to: string, subject: string }} Mail `number` is when it came */

/** Milliseconds between two looks. */
const LOOK_EVERY = 1000;

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @param {HTMLElement} parent @param {string} name @param {object} properties */
const append = (parent, name, properties) => {
  const element = Object.assign(document.createElement(name), properties);
  parent.append(element);
  return element;
};

const list = find('.mails ol');
let newest = 0;

/** @param {Mail} mail */
const show = ({ number, subject }) => {
  for (const button of list.querySelectorAll('button')) {
    if (button.dataset.number === String(number)) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
  // A new frame each time: another address in the same one would be a step for the button Back.
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  frame.title = subject;
  frame.src = `/mails/${number}.html`;
  find('.shown').replaceChildren(frame);
};

/** @param {Mail} mail */
const addEntry = (mail) => {
  const entry = document.createElement('li');
  const button = append(entry, 'button', { type: 'button', onclick: () => show(mail) });
  button.dataset.number = String(mail.number);
  append(button, 'strong', { textContent: mail.subject });
  append(button, 'span', { textContent: `To ${mail.to}` });
  const textContent = new Date(mail.number).toLocaleTimeString();
  append(button, 'time', { dateTime: new Date(mail.number).toISOString(), textContent });
  list.prepend(entry);
};

/** @param {Mail[]} mails the newest first */
const update = (mails) => {
  find('.empty').hidden = mails.length > 0;
  find('.mails').hidden = mails.length === 0;
  // The server keeps a limited number, and none over a restart.
  for (const button of list.querySelectorAll('button')) {
    if (!mails.some(({ number }) => button.dataset.number === String(number))) button.parentElement?.remove();
  }
  const [latest] = mails;
  if (!latest || latest.number <= newest) return;
  for (const mail of mails.filter(({ number }) => number > newest).reverse()) addEntry(mail);
  newest = latest.number;
  show(latest);
  find('[role="status"]').textContent = `A mail has come: ${latest.subject}.`;
};

const look = async () => {
  try {
    const response = await fetch('/mails/list.json');
    if (!response.ok) throw new Error(`The list was answered with ${response.status}.`);
    update(await response.json());
    find('.trouble').hidden = true;
  } catch {
    find('.trouble').hidden = false;
  }
  setTimeout(look, LOOK_EVERY);
};

void look();

/** @typedef {{ id: string, action: string, meaning: string }} Told an event of the collector */
/** @typedef {{ at: number, order: string, sentence: string, trouble?: string, notified: string[], told: Told[] }} Entry */

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(string | Node)[]} children
 */
export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/** @param {Entry} entry */
const drawTold = ({ told, trouble }) => {
  if (told.length === 0) {
    const sentence = trouble
      ? `It was not reached. ${trouble} It asks for what it has missed.`
      : 'It looks at the order …';
    return [element('p', { class: 'waits' }, sentence)];
  }
  return told.map(({ id, action, meaning }) =>
    element(
      'p',
      { class: 'event' },
      element('code', {}, action),
      ` ${meaning} `,
      element(
        'a',
        {
          href: `/marketplace/inspector?event=${encodeURIComponent(id)}`,
          target: '_blank',
          'aria-label': `Open ${action}`,
        },
        'Open',
      ),
    ),
  );
};

/** @param {Entry} entry */
export const drawEntry = (entry) =>
  element(
    'li',
    { 'data-test': 'step' },
    element(
      'div',
      { class: 'happened' },
      element('p', { class: 'side' }, 'Marketplace'),
      element('p', {}, entry.sentence),
      element(
        'p',
        { class: 'small' },
        element('time', { datetime: new Date(entry.at).toISOString() }, new Date(entry.at).toLocaleTimeString()),
        ' · notifies of ',
        ...entry.notified.flatMap((path, index) => [index === 0 ? '' : ' and ', element('code', {}, path)]),
      ),
    ),
    element('div', { class: 'told' }, element('p', { class: 'side' }, 'Collector'), ...drawTold(entry)),
  );

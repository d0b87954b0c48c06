import { fillText, find, show } from './find-elements.js';
import { findOrder } from './orders.js';
import { reportOrderPlaced } from './report.js';
import { lineElement, showTotals } from './show-lines.js';

const order = findOrder(new URLSearchParams(location.search).get('order'));

if (order) {
  const template = /** @type {HTMLTemplateElement} */ (find('[data-summary-template]'));
  find('[data-lines]').replaceChildren(...order.lines.map((line) => lineElement(template, line)));
  fillText('reference', order.reference);
  fillText(
    'next',
    order.delivery === 'collect'
      ? 'It waits for you in Colonia from tomorrow.'
      : 'It will be at your door in three days.',
  );
  showTotals(order);
  reportOrderPlaced(order);
}

show('[data-order]', order !== undefined);
show('[data-missing]', order === undefined);

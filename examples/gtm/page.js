// The shop's own code: it speaks to the data layer alone.
(function () {
  var list = /** @type {HTMLElement} */ (document.getElementById('layer'));
  var page = 1;

  /** @param {object} message */
  function push(message) {
    /** @type {any} */ (window).dataLayer.push(message);
    var item = document.createElement('li');
    item.textContent = JSON.stringify(message);
    list.appendChild(item);
  }

  /** @param {number} quantity */
  function add(quantity) {
    push({ ecommerce: null });
    push({
      event: 'add_to_cart',
      ecommerce: {
        currency: 'UYU',
        value: 2190 * quantity,
        items: [{ item_id: 'jarra-costa', item_name: 'Costa jug', price: 2190, quantity: quantity }],
      },
    });
  }

  document.addEventListener('click', function (event) {
    var button = event.target instanceof Element && event.target.closest('button');
    if (!button) return;
    if (button.dataset.quantity) add(Number(button.dataset.quantity));
    if (button.hasAttribute('data-turn')) history.pushState(null, '', '?page=' + ++page);
  });
})();

import vitrina from 'vitrina';

vitrina
  .initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events' })
  .catch((error) => console.error(error.message));

document.querySelector('button').addEventListener('click', () => {
  void vitrina.track('cart.added', {
    amount: 2190,
    currency: 'UYU',
    object_parameters: { items: [{ product: 'jarra-costa', quantity: 1 }] },
  });
});

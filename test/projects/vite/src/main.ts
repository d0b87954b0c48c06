import vitrina from 'vitrina';
import { startVitrina } from './start-vitrina';

startVitrina();

document.querySelector('button')?.addEventListener('click', () => {
  void vitrina.track('cart.added', {
    amount: 2190,
    currency: 'UYU',
    object_parameters: { items: [{ product: 'jarra-costa', quantity: 1 }] },
  });
});

import vitrina from 'vitrina';

export function AddToCart({ reference, price }: { reference: string; price: number }) {
  const add = () => {
    void vitrina.track('cart.added', {
      amount: price,
      currency: 'UYU',
      object_parameters: { items: [{ product: reference, quantity: 1 }] },
    });
  };
  return <button onClick={add}>Add to cart</button>;
}

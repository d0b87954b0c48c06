// Calls of a component that is rendered on a server.
import vitrina from 'vitrina';

await vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events' });
const { failed, stored } = await vitrina.track('cart.added', { object: 'cart-1' });
console.log(JSON.stringify({ failed, stored, isInitialized: vitrina.isInitialized }));

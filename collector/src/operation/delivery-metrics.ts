import { Gauge, type Registry } from 'prom-client';
import type { EndpointState } from '../store/outbox/types.js';

/**
 * Figures of what waits for webhooks and Hellotext.
 *
 * @param states asks the database; while that is away there are no figures
 */
export function addDeliveryMetrics(registry: Registry, states: () => Promise<EndpointState[]>): void {
  const registers = [registry];
  const read = () => states().catch(() => []);
  new Gauge({
    name: 'vitrina_deliveries',
    help: 'Deliveries that wait and that are dead, by business and endpoint.',
    labelNames: ['business', 'endpoint', 'state'],
    registers,
    async collect() {
      const found = await read();
      // An endpoint that was taken out of the configuration has no figures any more.
      this.reset();
      for (const { business, endpoint, waiting, dead } of found) {
        this.set({ business, endpoint, state: 'waiting' }, waiting);
        this.set({ business, endpoint, state: 'dead' }, dead);
      }
    },
  });
  new Gauge({
    name: 'vitrina_endpoint_off',
    help: '1 for an endpoint that was switched off because it has answered 410, by business and endpoint.',
    labelNames: ['business', 'endpoint'],
    registers,
    async collect() {
      const found = await read();
      this.reset();
      for (const { business, endpoint, off_at } of found) this.set({ business, endpoint }, off_at === null ? 0 : 1);
    },
  });
}

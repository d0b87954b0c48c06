import { Gauge, type Registry } from 'prom-client';
import type { ConnectionSummary } from '../store/connections/types.js';

/**
 * Figures of the accounts that are connected. They name businesses and platforms, but no account.
 *
 * @param connections asks the database; while that is away there are no figures
 */
export function addConnectionMetrics(registry: Registry, connections: () => Promise<ConnectionSummary[]>): void {
  const registers = [registry];
  const labelNames = ['business', 'platform'] as const;
  const addGauge = (name: string, help: string, valueOf: (connection: ConnectionSummary) => number) =>
    new Gauge({
      ...{ name, help, labelNames, registers },
      async collect() {
        const found = await connections().catch(() => []);
        // An account that was disconnected has no figures any more.
        this.reset();
        for (const connection of found) {
          this.inc({ business: connection.business, platform: connection.kind }, valueOf(connection));
        }
      },
    });
  addGauge('vitrina_connections', 'Accounts that are connected, by business and platform.', () => 1);
  addGauge(
    'vitrina_connections_in_trouble',
    'Accounts that have to be connected again, or whose last look has failed, by business and platform.',
    ({ state, problem }) => (state === 'reconnect' || problem !== null ? 1 : 0),
  );
  addGauge(
    'vitrina_connection_jobs',
    'Orders of connected accounts that wait to be looked at, by business and platform.',
    ({ waiting }) => waiting,
  );
}

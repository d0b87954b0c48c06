import type { ConnectionStore } from '../../store/connections/types.js';
import { objectOf, textOf } from '../read-json.js';
import { trouble } from '../trouble.js';
import type { Vault } from '../vault.js';
import { source } from './read-order.js';

const about = (account: string) => ['tokens', source, account];

const reconnect =
  'Tiendanube does not take the token of this store any more: the application was uninstalled, or installed anew. Connect the store again.';
const wrongKey =
  'The token of this store was encrypted with another key; connect the store again, or give the collector that key.';

/** A token does not end by itself: a newer one, or uninstalling the application, ends it. */
export const sealToken = (vault: Vault, { access, account }: { access: string; account: string }) => ({
  tokens: vault.seal(JSON.stringify({ access }), about(account)),
  expires_at: null,
});

/** @param now milliseconds */
export function createTokens(
  store: Pick<ConnectionStore, 'connection' | 'failRefresh'>,
  vault: Vault,
  now: () => number,
) {
  return {
    async of(account: string): Promise<{ access: string; refreshedAt: number }> {
      const connection = await store.connection({ kind: source, account });
      if (connection?.state !== 'connected' || connection.tokens === null)
        throw trouble('person', connection?.problem ?? reconnect);
      const opened = vault.open(connection.tokens, about(account));
      const access = opened === undefined ? undefined : textOf(objectOf(JSON.parse(opened)).access);
      // The token stays: the right key opens it again.
      if (access === undefined) throw trouble('person', wrongKey);
      return { access, refreshedAt: connection.refreshed_at };
    },

    /** Notes that the token is of no more use, and says so. */
    async end(account: string, refreshedAt: number): Promise<never> {
      const key = { kind: source, account, refreshed_at: refreshedAt };
      await store.failRefresh(key, { problem: reconnect, isOver: true, until: now() });
      throw trouble('person', reconnect);
    },
  };
}

export type Tokens = ReturnType<typeof createTokens>;

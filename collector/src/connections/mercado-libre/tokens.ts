import type { Connection, ConnectionStore } from '../../store/connections/types.js';
import type { MercadoLibreOptions } from '../../options/connection-options.js';
import { isTrouble, trouble } from '../trouble.js';
import { retryWait } from '../retry-wait.js';
import type { Vault } from '../vault.js';
import { type GivenTokens, useRefreshToken } from './oauth.js';
import { source } from './props.js';
import { objectOf, textOf } from '../read-json.js';

/** Milliseconds before its end at which a token is renewed. */
const margin = 10 * 60_000;

/** Milliseconds that one process has for renewing: longer than the answer may take. */
const lease = 60_000;

/** A token that was given less than these milliseconds ago is not renewed for a 401: another one would be refused, too. */
const tooFresh = 60_000;

/** Milliseconds after which a job asks again whether another process has renewed the tokens. */
const askAgain = 1000;

/** Milliseconds until tokens that could not be stored are stored again. */
const storeAgain = 500;

export interface TokenPair {
  access: string;
  refreshedAt: number;
}

export interface Tokens {
  /** A token that works now. */
  of(account: string): Promise<TokenPair>;
  /** Another token in the place of one that the API does not take. */
  renew(account: string, refreshedAt: number): Promise<TokenPair>;
  /** Resolves once no renewal is under way: its answer is the only copy of the next tokens. */
  settle(): Promise<void>;
}

const problems = {
  reconnect: 'Mercado Libre does not take the tokens of this account any more; connect the account again.',
  interrupted:
    'The tokens of this account were lost while they were renewed, because the collector or its connection broke off; connect the account again.',
  key: 'The tokens of this account were encrypted with another key; connect the account again, or give the collector that key.',
};

export const aboutTokens = (account: string) => ['tokens', source, account];

export const sealTokens = (vault: Vault, { access, refresh, lifetime, account }: GivenTokens, now: number) => ({
  tokens: vault.seal(JSON.stringify({ access, refresh }), aboutTokens(account)),
  expires_at: now + lifetime * 1000,
});

export interface TokenParts {
  options: MercadoLibreOptions;
  store: ConnectionStore;
  vault: Vault;
  now: () => number;
  chance: () => number;
}

/** The tokens of connected accounts. Of all processes only one renews a pair, and commits the next before it is used. */
export function createTokens({ options, store, vault, now, chance }: TokenParts): Tokens {
  const renewing = new Map<string, Promise<TokenPair>>();
  let failures = 0;
  let isEnding = false;

  async function read(account: string): Promise<Connection & { access: string; refresh: string }> {
    const connection = await store.connection({ kind: source, account });
    if (connection?.state !== 'connected' || connection.tokens === null)
      throw trouble('person', connection?.problem ?? problems.reconnect);
    const opened = vault.open(connection.tokens, aboutTokens(account));
    const { access, refresh } = objectOf(opened === undefined ? undefined : JSON.parse(opened));
    const [own, next] = [textOf(access), textOf(refresh)];
    // The tokens stay: the right key opens them again.
    if (own === undefined || next === undefined) throw trouble('person', problems.key);
    return { ...connection, access: own, refresh: next };
  }

  const pairOf = ({ access, refreshed_at }: { access: string; refreshed_at: number }): TokenPair => ({
    ...{ access, refreshedAt: refreshed_at },
  });

  /** Stores tokens that exist nowhere else. */
  async function keep(account: string, refreshed_at: number, given: GivenTokens): Promise<TokenPair> {
    for (;;) {
      const at = Math.max(now(), refreshed_at + 1);
      try {
        const kept = await store.keepTokens({ kind: source, account, refreshed_at }, sealTokens(vault, given, at), at);
        if (!kept) throw trouble('busy', 'The account was connected again meanwhile.');
        return { access: given.access, refreshedAt: at };
      } catch (error) {
        if (isTrouble(error) || isEnding) throw error;
        await new Promise((resolve) => setTimeout(resolve, storeAgain));
      }
    }
  }

  async function renewNow(account: string, refreshedAt: number): Promise<TokenPair> {
    const key = { kind: source, account, refreshed_at: refreshedAt };
    const claim = await store.claimRefresh(key, now(), now() + lease);
    if (!claim) {
      const current = await read(account);
      if (current.refreshed_at !== refreshedAt) return pairOf(current);
      throw trouble('busy', 'Another process renews the tokens.', askAgain);
    }
    const { refresh } = await read(account);
    let given: GivenTokens;
    try {
      given = await useRefreshToken(options, refresh, now());
    } catch (error) {
      const { trouble: kind, message, wait } = isTrouble(error) ? error : trouble('later', String(error));
      const isOver = kind === 'refused';
      const problem = claim.wasInterrupted ? problems.interrupted : problems.reconnect;
      const until = now() + (wait ?? retryWait(failures++, chance()));
      await store.failRefresh(key, { problem: isOver ? problem : message, isOver, until });
      throw isOver ? trouble('person', problem) : trouble(kind === 'down' ? kind : 'later', message, until - now());
    }
    failures = 0;
    return keep(account, refreshedAt, given);
  }

  function renewOnce(account: string, refreshedAt: number): Promise<TokenPair> {
    const name = JSON.stringify([account, refreshedAt]);
    const running = renewing.get(name) ?? renewNow(account, refreshedAt).finally(() => renewing.delete(name));
    renewing.set(name, running);
    return running;
  }

  return {
    async of(account) {
      const current = await read(account);
      const { expires_at, refreshed_at } = current;
      if ((expires_at ?? 0) - now() > margin) return pairOf(current);
      try {
        return await renewOnce(account, refreshed_at);
      } catch (error) {
        // The old token is good for some minutes yet.
        const isUsable = isTrouble(error) && error.trouble !== 'person' && (expires_at ?? 0) > now();
        if (isUsable) return pairOf(current);
        throw error;
      }
    },

    async renew(account, refreshedAt) {
      const current = await read(account);
      if (current.refreshed_at !== refreshedAt) return pairOf(current);
      if (now() - refreshedAt < tooFresh)
        throw trouble('later', 'The API does not take a token that it has just given (401).', tooFresh);
      return renewOnce(account, refreshedAt);
    },

    async settle() {
      isEnding = true;
      await Promise.allSettled(renewing.values());
    },
  };
}

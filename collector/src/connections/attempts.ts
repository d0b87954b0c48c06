import { createHash, randomBytes } from 'node:crypto';
import type { ConnectionStore } from '../store/connections/types.js';
import type { Vault } from './vault.js';

const hour = 3_600_000;

const hashOf = (state: string) => createHash('sha256').update(state).digest('base64url');
const chance = () => randomBytes(32).toString('base64url');

export interface AttemptParts {
  kind: string;
  store: Pick<ConnectionStore, 'beginConnecting' | 'takeAttempt'>;
  vault: Vault;
  now: () => number;
}

/** What goes with a person to a platform and back, so that nobody else can end what the person has begun. */
export function createAttempts({ kind, store, vault, now }: AttemptParts) {
  const about = (stateHash: string) => ['verifier', kind, stateHash];

  return {
    /** @returns after the attempt is stored */
    async begin(business: string): Promise<{ state: string; verifier: string }> {
      const [state, verifier] = [chance(), chance()];
      const state_hash = hashOf(state);
      const sealed = vault.seal(verifier, about(state_hash));
      await store.beginConnecting({ state_hash, kind, business, verifier: sealed, started_at: now() });
      return { state, verifier };
    },

    /** @returns undefined where the attempt was never begun, was taken already or is too old */
    async take(state: string | undefined): Promise<{ business: string; verifier: string } | undefined> {
      // Anybody can ask for this, so that a state that is none must not cost a look into the database.
      if (state === undefined || !/^[\w-]{43}$/.test(state)) return undefined;
      const state_hash = hashOf(state);
      const attempt = await store.takeAttempt({ kind, state_hash });
      if (!attempt || now() - attempt.started_at >= hour) return undefined;
      const verifier = vault.open(attempt.verifier, about(state_hash));
      return verifier === undefined ? undefined : { business: attempt.business, verifier };
    },
  };
}

/** How an attempt to connect an account has ended, for the person who has made it. */
export interface Connecting {
  isConnected: boolean;
  sentence: string;
}

export const attemptIsOver = 'This attempt is over or was never begun; begin again in the inspector.';

import type { Attack } from './attacks.js';

/** By what the service can tell the polite client from the attackers. */
export type Difference = 'address' | 'key' | 'nothing';

export interface Parties {
  readonly attackerAddress: string;
  readonly politeAddress: string;
  readonly attackerKeys: readonly string[];
  readonly politeKey: string | undefined;
  /** Every key that the service is to know, the polite client's first. */
  readonly serviceKeys: readonly string[];
}

const ATTACKER_ADDRESS = '127.0.0.1';
const POLITE_ADDRESS = '127.0.0.2';
const POLITE_KEY = 'key-of-the-polite-client';

/** Who the clients are. An attack with keys of its own meets a service with keys in any case. */
export function makeParties(attack: Attack, difference: Difference): Parties {
  const keyCount = difference === 'key' ? Math.max(1, attack.keys) : attack.keys;
  const attackerKeys = Array.from({ length: keyCount }, (_, index) => `key-of-attacker-number-${index}`);
  const politeKey = keyCount > 0 ? POLITE_KEY : undefined;
  return {
    attackerAddress: ATTACKER_ADDRESS,
    politeAddress: difference === 'address' ? POLITE_ADDRESS : ATTACKER_ADDRESS,
    attackerKeys,
    politeKey,
    serviceKeys: politeKey === undefined ? [] : [politeKey, ...attackerKeys],
  };
}

/** Hash slots of every cluster: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/ */
export const SLOTS = 16_384;

/** The reply of a cluster's server to a command whose key another server has. */
export interface Redirect {
  /** `moved`: the other server owns the slot from now on. `ask`: the slot is under way, and this key has arrived there. */
  readonly kind: 'moved' | 'ask';
  readonly slot: number;
  /** Empty for the host of the server that replied. */
  readonly host: string;
  readonly port: number;
}

const REDIRECT = /^(MOVED|ASK) (\d{1,5}) (.{0,255}):(\d{1,5})$/;

/** @returns undefined for any other error, and for a slot that no cluster has */
export function parseRedirect(error: Error): Redirect | undefined {
  const [, word, slot, host = '', port] = REDIRECT.exec(error.message) ?? [];
  if (word === undefined || Number(slot) >= SLOTS) return undefined;
  return { kind: word === 'MOVED' ? 'moved' : 'ask', slot: Number(slot), host, port: Number(port) };
}

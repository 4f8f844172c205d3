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

/** @returns undefined for any other error */
export function parseRedirect(error: Error): Redirect | undefined {
  const [, word, slot, host = '', port] = REDIRECT.exec(error.message) ?? [];
  if (word === undefined) return undefined;
  return { kind: word === 'MOVED' ? 'moved' : 'ask', slot: Number(slot), host, port: Number(port) };
}

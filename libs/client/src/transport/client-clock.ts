/** Time as a parameter; tests use a clock of their own. */
export interface ClientClock {
  /** Milliseconds from an arbitrary origin; never goes backwards. */
  nowMs(): number;
  /** Calls `action` once after `delayMs`, unless the returned function is called first. */
  after(delayMs: number, action: () => void): () => void;
}

/** Monotonic. Its timers keep the process alive: between two attempts of a call, nothing else does. */
export const systemClientClock: ClientClock = {
  nowMs: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

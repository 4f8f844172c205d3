/** Time as a parameter; tests use a clock of their own. */
export interface Clock {
  /** Milliseconds from an arbitrary origin; never goes backwards. */
  nowMs(): number;
  /** Calls `action` once after `delayMs`, unless the returned function is called first. */
  after(delayMs: number, action: () => void): () => void;
}

/** Monotonic, and never the reason why the process stays alive. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

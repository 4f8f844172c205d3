/** For a machine that other programs load as well: each condition comes far earlier. */
export const WAIT_LIMIT_MS = 30_000;

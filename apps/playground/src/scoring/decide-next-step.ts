import type { ServiceProblem } from '../service/service-problem.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const MAX_FAILED_TRIES = 3;
const MAX_LOADING_TRIES = 30;
const TEXT_POINTER = /^\/text\/(\d+)$/;

/** What to do with a list of texts that the service has not scored. */
export type NextStep =
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** The list is too large for one request. */
  | { readonly kind: 'split' }
  /** The model has no neutral label. */
  | { readonly kind: 'without-neutral' }
  /** Some texts, by their places in the list, cannot be scored. */
  | { readonly kind: 'leave-out'; readonly places: readonly number[] }
  | { readonly kind: 'fail' };

/**
 * @param texts number of texts in the list
 * @param failedTries number of tries with this list that failed, at least 1
 */
export function decideNextStep(problem: ServiceProblem, texts: number, failedTries: number): NextStep {
  const { status, kind, pointers } = problem;
  const places = pointers
    .flatMap((pointer) => TEXT_POINTER.exec(pointer)?.[1] ?? [])
    .map(Number)
    .filter((place) => place < texts);
  const isTooLarge = status === 413 || status === 504 || pointers.includes('/text');
  if (status === 429) return waitFor(problem, failedTries);
  if (status === 503 && failedTries <= MAX_LOADING_TRIES) return waitFor(problem, failedTries);
  if (pointers.includes('/neutral')) return { kind: 'without-neutral' };
  if (places.length > 0) return { kind: 'leave-out', places };
  if (isTooLarge) return texts > 1 ? { kind: 'split' } : { kind: 'leave-out', places: [0] };
  const mayPass = status === 0 || status === 502 || kind === 'internal';
  return mayPass && failedTries <= MAX_FAILED_TRIES ? waitFor(problem, failedTries) : { kind: 'fail' };
}

/** Waits as long as the service asks; otherwise twice as long as before the last try. */
function waitFor({ retryAfterMs }: ServiceProblem, failedTries: number): NextStep {
  const doubledMs = Math.min(FIRST_WAIT_MS * 2 ** (failedTries - 1), LONGEST_WAIT_MS);
  return { kind: 'wait', waitMs: retryAfterMs ?? doubledMs };
}

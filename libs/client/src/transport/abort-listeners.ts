/** What waits for each signal. Node warns of a leak when a signal has more than ten listeners, so each signal has one of this module. */
const actionsBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `action` once when the signal is aborted: at once if it is aborted already.
 *
 * @returns a function that prevents the call
 */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  if (signal.aborted) {
    action();
    return () => {};
  }
  const actions = actionsBySignal.get(signal) ?? listen(signal);
  actions.add(action);
  return () => {
    actions.delete(action);
  };
}

function listen(signal: AbortSignal): Set<() => void> {
  const actions = new Set<() => void>();
  actionsBySignal.set(signal, actions);
  const run = () => {
    for (const action of actions) action();
  };
  signal.addEventListener('abort', run, { once: true });
  return actions;
}

/** An amount of work: a number of texts and the tokens of all of them. */
export interface Workload {
  readonly texts: number;
  readonly tokens: number;
}

export function measureWorkload(items: Iterable<{ readonly tokens: number }>): Workload {
  let [texts, tokens] = [0, 0];
  for (const item of items) {
    texts++;
    tokens += item.tokens;
  }
  return { texts, tokens };
}

export function addWorkloads(...workloads: readonly Workload[]): Workload {
  return workloads.reduce((a, b) => ({ texts: a.texts + b.texts, tokens: a.tokens + b.tokens }), {
    texts: 0,
    tokens: 0,
  });
}

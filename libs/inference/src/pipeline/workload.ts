/** An amount of work. */
export interface Workload {
  /** Inputs of the model: texts that fit, and windows of longer texts. */
  readonly inputs: number;
  /** Tokens of all inputs. */
  readonly tokens: number;
}

export function measureWorkload(items: Iterable<Workload>): Workload {
  return addWorkloads(...items);
}

export function addWorkloads(...workloads: readonly Workload[]): Workload {
  let [inputs, tokens] = [0, 0];
  for (const workload of workloads) {
    inputs += workload.inputs;
    tokens += workload.tokens;
  }
  return { inputs, tokens };
}

/** @param part of `total` */
export function subtractWorkload(total: Workload, part: Workload): Workload {
  return { inputs: total.inputs - part.inputs, tokens: total.tokens - part.tokens };
}

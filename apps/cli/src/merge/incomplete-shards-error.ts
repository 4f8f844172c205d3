/** A shard that another run may still write: it is missing, or not complete. */
export class IncompleteShardsError extends Error {
  override readonly name = 'IncompleteShardsError';
}

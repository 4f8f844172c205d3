/** A part of a table: `index` of `count` parts, counted from 0, as an Indexed Job of Kubernetes counts its pods. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The rows of a shard are those that end in this part of the table. */
export interface ShardRange {
  /** In bytes of UTF-8. The row that ends here belongs to the shard before. */
  readonly fromByte: number;
  /** Infinity for the last shard. */
  readonly toByte: number;
  /** Whether the shard begins with the header of the table. */
  readonly hasHeader: boolean;
}

const SHARD = /^(\d{1,6})\/(\d{1,6})$/;

/**
 * @param text `<index>/<count>`, for example `0/4`
 * @throws Error when it is not of this form, or the index is not below the count
 */
export function parseShard(text: string): Shard {
  const [, index, count] = (SHARD.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index >= count) {
    throw new Error('--shard must be <index>/<count> with an index from 0 to count - 1, for example 0/4');
  }
  return { index, count };
}

export function formatShard({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/** Divides a table into shards of about the same number of bytes. @param totalBytes of the whole table, in UTF-8 */
export function toShardRange({ index, count }: Shard, totalBytes: number): ShardRange {
  const toOffset = (part: number) => Math.floor((totalBytes * part) / count);
  const toByte = index + 1 === count ? Number.POSITIVE_INFINITY : toOffset(index + 1);
  return { fromByte: toOffset(index), toByte, hasHeader: index === 0 };
}

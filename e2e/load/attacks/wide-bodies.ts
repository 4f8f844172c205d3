const ITEMS = 690_000;
const NESTED_DEPTH = 60;
/** Nested arrays that fit into two megabytes. */
const NESTED_ITEMS = 17_000;

/** Bodies of two megabytes: one short text beside a property that the service ignores. */
export const WIDE_BODIES = {
  'deep arrays': () => wideBody('['.repeat(NESTED_DEPTH) + ']'.repeat(NESTED_DEPTH), NESTED_ITEMS),
  'empty objects': () => wideBody('{}', ITEMS),
  'empty arrays': () => wideBody('[]', ITEMS),
} as const;

function wideBody(item: string, count: number): string {
  return `{"text":["good"],"ignored":[${Array<string>(count).fill(item).join(',')}]}`;
}

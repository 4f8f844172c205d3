import type { Frame, StackTime } from './cpu-profile.js';

/** Stages of a request on the main thread of the service, in the order of a request. */
export const STAGES = [
  'HTTP of Node',
  'HTTP of the service',
  'Express, Nest, rxjs',
  'guards',
  'body',
  'validation',
  'cache',
  'scheduling',
  'tokenization',
  'IPC',
  'rendering',
  'log',
  'metrics',
  'garbage collection',
  'event loop, streams, timers',
] as const;
export type Stage = (typeof STAGES)[number];

/** The first rule that matches the script of a function names the stage. */
const RULES: readonly (readonly [RegExp, Stage])[] = [
  [/^node:internal\/child_process/, 'IPC'],
  [/^node:_http_/, 'HTTP of Node'],
  [/libs\/inference\/src\/workers\//, 'IPC'],
  [
    /libs\/inference\/src\/pipeline\/(text-|tokenization-|word-cache-|generational-cache)|node_modules\/tokenizers\//,
    'tokenization',
  ],
  [/libs\/inference\/src\//, 'scheduling'],
  [
    /libs\/caching\/src\/|node_modules\/(@ioredis|ioredis|redis-parser|lru-cache|denque|standard-as-callback)\//,
    'cache',
  ],
  [/node_modules\/(class-validator|validator)\/|sentiment-request\./, 'validation'],
  [/read-body|json-body|json-size|event-loop-queue|request-timeout/, 'body'],
  [/apps\/api\/src\/security\/|\.guard\.js$|nestjs\/core\/guards\//, 'guards'],
  [/sentiment-response\.|write-result-headers|server-timing|libs\/prediction\/src\//, 'rendering'],
  [/libs\/observability\/src\/logging\/|node_modules\/(pino|fast-redact|safe-stable-stringify)\//, 'log'],
  [/libs\/observability\/src\/|node_modules\/prom-client\//, 'metrics'],
  [/apps\/api\/src\/|node_modules\/(helmet|cors)\//, 'HTTP of the service'],
  [/node_modules\//, 'Express, Nest, rxjs'],
];

/**
 * The stage of a stack: that of its innermost function with a rule. So what Node does for a caller (streams, buffers,
 * hashes) counts for the caller.
 */
export function findStage(stack: readonly Frame[]): Stage {
  for (const { functionName, url } of stack) {
    if (functionName === '(garbage collector)') return 'garbage collection';
    const rule = RULES.find(([pattern]) => pattern.test(url));
    if (rule) return rule[1];
  }
  return 'event loop, streams, timers';
}

/** The share of each stage in the time of all stacks, 0 to 1. */
export function measureShares(stacks: readonly StackTime[]): Map<Stage, number> {
  const shares = new Map<Stage, number>(STAGES.map((stage) => [stage, 0]));
  const total = stacks.reduce((sum, { microseconds }) => sum + microseconds, 0);
  for (const { stack, microseconds } of stacks) {
    const stage = findStage(stack);
    shares.set(stage, (shares.get(stage) ?? 0) + microseconds / total);
  }
  return shares;
}

import type { ConfigMap } from 'kubernetes-types/core/v1.js';
import { filterByKind, getName, getWorkloads, type Manifest } from './manifest.js';
import { parseQuantity } from './quantity.js';

const REDIS_SERVER = 'redis-server';
/** Memory limit by `maxmemory`. Buffers of clients and free parts of pages come on top of what Redis counts. */
const MIN_RATIO = 1.3;
/** A save copies each page that is written meanwhile: with much to write, nearly all of them. */
const MIN_SAVING_RATIO = 2.5;
const BYTES_PER_MEGABYTE = 2 ** 20;

/** Checks that the memory limit of Redis holds its `maxmemory`, and the copies of a save when it saves. */
export function redisMemoryViolations(manifests: readonly Manifest[]): string[] {
  const configuration = filterByKind<ConfigMap>(manifests, 'ConfigMap')
    .map(({ data }) => data?.['redis.conf'])
    .find((text) => text !== undefined);
  if (configuration === undefined) return [];
  const maxBytes = Number(/^maxmemory (\d+)mb$/m.exec(configuration)?.[1]) * BYTES_PER_MEGABYTE;
  return getWorkloads(manifests).flatMap((workload) => {
    const [container] = workload.spec.template.spec?.containers ?? [];
    const { command = [], resources } = container ?? {};
    if (command[0] !== REDIS_SERVER) return [];
    const saves = command.includes('--save') || !/^save ""$/m.test(configuration);
    const minBytes = maxBytes * (saves ? MIN_SAVING_RATIO : MIN_RATIO);
    const limit = resources?.limits?.memory ?? '';
    // NaN too: a configuration without `maxmemory`.
    if (parseQuantity(limit) >= minBytes) return [];
    return [`${getName(workload)}: its memory limit ${limit} is too low for maxmemory${saves ? ' and saves' : ''}`];
  });
}

/**
 * `npm run bench:split`: which division of the CPU serves most, by quota. Needs Linux, root and wrk.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, startApi, UNCACHED, untilHealthy } from '#libs/testing';
import { ControlGroup } from '../control-group.js';
import { closedLoad } from './closed-load.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({ options: { sst2: { type: 'string', default: '../shared/sst2' } } });
const QUOTAS = [0.5, 1, 1.5, 2];
const SPLITS = [
  { MODEL_PROCESSES: '1', MODEL_THREADS: '1' },
  { MODEL_PROCESSES: '2', MODEL_THREADS: '1' },
  { MODEL_PROCESSES: '1', MODEL_THREADS: '2' },
];
const SECONDS = 5;

const { texts } = benchTexts(join(repository, values.sst2));
const file = new TextFile(join(tmpdir(), `split-${process.pid}.jsonl`), texts);

for (const cpus of QUOTAS) {
  for (const env of SPLITS) {
    const group = ControlGroup.create(cpus);
    if (!group) throw new Error('no control group can be made here');
    const api = await startApi({ prefix: group.prefix, env: { ...UNCACHED, ...env }, untilReady: false });
    await untilHealthy(api.url, 60_000);
    const load = { url: api.url, seconds: SECONDS, textsPerRequest: 1 };
    await closedLoad({ ...load, connections: 8, ...file.take(5_000) });
    const [alone, busy] = [
      await closedLoad({ ...load, connections: 1, ...file.take(5_000) }),
      await closedLoad({ ...load, connections: 32, ...file.take(5_000) }),
    ];
    const split = `MODEL_PROCESSES=${env.MODEL_PROCESSES}, MODEL_THREADS=${env.MODEL_THREADS}`;
    const figures = `1 connection p50 ${alone.p50Ms.toFixed(1)} p99 ${alone.p99Ms.toFixed(1)} ms; 32 connections ${(busy.requests / busy.seconds).toFixed(0)} texts/s, p99 ${busy.p99Ms.toFixed(0)} ms`;
    process.stdout.write(`quota ${cpus} CPU, ${split}: ${figures}\n`);
    await api.stop();
    group.remove();
  }
}

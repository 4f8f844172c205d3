/**
 * `npm run bench:dialects`: texts a second of each wire format beside that of this service, in one run, in turns. One text a request, the
 * cache is off, and no text comes twice. Needs Linux and wrk.
 *
 *   --rounds 5      medians are taken over so many
 *   --seconds 4     of each load in a round
 *   --sst2 <dir>    folder with GLUE SST-2's train.tsv, for real sentences
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, startApi, UNCACHED } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { print } from './report.js';
import { median, spread } from './statistics.js';
import { benchTexts, TextFile } from './texts.js';

const CONNECTIONS = 32;
/** More than the service answers, so that no text comes twice in a load. */
const MAX_TEXTS_PER_SECOND = 3_000;
const WARM_UP_SECONDS = 2;
const OWN_FORMAT = { path: '/predict', bodyFormat: '{"text":[%s]}' };
const DIALECTS: Readonly<Record<string, { readonly path: string; readonly bodyFormat: string }>> = {
  huggingface: { path: '/', bodyFormat: '{"inputs":[%s]}' },
  tei: { path: '/predict', bodyFormat: '{"inputs":[[%s]]}' },
  'open-inference': {
    path: '/v2/models/sentiment/infer',
    bodyFormat: '{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":[%s]}]}',
  },
  kserve: { path: '/v1/models/sentiment:predict', bodyFormat: '{"instances":[%s]}' },
  vllm: { path: '/classify', bodyFormat: '{"input":[%s]}' },
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
const SECONDS = Number(values.seconds);

print('machine', `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`);
print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const { source, texts } = benchTexts(join(repository, values.sst2));
print('texts', source);
const folder = mkdtempSync(join(tmpdir(), 'bench-dialects-'));
const file = new TextFile(join(folder, 'texts.jsonl'), texts);
const api = await startApi({ env: UNCACHED });
await measure(OWN_FORMAT, WARM_UP_SECONDS);

const own: number[] = [];
const ratios = new Map<string, number[]>(Object.keys(DIALECTS).map((name) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, dialect] of Object.entries(DIALECTS)) {
    const before = await measure(OWN_FORMAT, SECONDS);
    own.push(before);
    ratios.get(name)?.push((await measure(dialect, SECONDS)) / before);
  }
}
print('POST /predict', spread(own, 'texts/s'));
for (const [name, values] of ratios) {
  print(
    `${name} to POST /predict`,
    `${median(values).toFixed(3)} (${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)})`,
  );
}
await api.stop();
rmSync(folder, { recursive: true });

/** @returns texts a second @throws Error when a request was refused */
async function measure(format: typeof OWN_FORMAT, forSeconds: number): Promise<number> {
  const { requests, seconds, refused, failures } = await closedLoad({
    url: api.url,
    connections: CONNECTIONS,
    seconds: forSeconds,
    textsPerRequest: 1,
    ...format,
    ...file.take(forSeconds * MAX_TEXTS_PER_SECOND),
  });
  if (refused + failures > 0) throw new Error(`${format.path}: ${refused} requests refused, ${failures} failed`);
  return requests / seconds;
}

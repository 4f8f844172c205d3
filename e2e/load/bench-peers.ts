/**
 * `npm run bench:peers`: this service and other servers with the same model file, in turns. Needs Linux, wrk and npm's registry.
 * transformers.js is installed into a temporary folder.
 *
 *   --model minilm-l6-sst2   name of the model. transformers.js cannot read the normalizer of the newer models
 *   --tei <url>              a text-embeddings-inference that runs with the same model
 *   --rounds 5               medians are taken over so many
 *   --seconds 4              of each load in a round
 *   --sst2 <dir>             folder with GLUE SST-2's train.tsv, for real sentences
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { postJsonTo, repository, startApi, UNCACHED } from '#libs/testing';
import { closedLoad, type ClosedLoadResult } from './closed-load.js';
import { tokenize } from './limit.js';
import { startTransformers } from './peers/start-transformers.js';
import { proportionalMegabytes } from './process-usage.js';
import { print } from './report.js';
import { spread } from './statistics.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'minilm-l6-sst2' },
    tei: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
const SECONDS = Number(values.seconds);
const CONNECTIONS = [1, 32, 128];
const COMPARED_TEXTS = 2_000;
/** More than a server answers in a second. */
const MAX_TEXTS_PER_SECOND = 3_000;

interface Server {
  readonly name: string;
  readonly url: string;
  /** How a text is sent, when not as this service takes it. */
  readonly bodyFormat?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-peers-'));
const modelFolder = join(repository, 'model-artifacts', values.model);
print('machine', `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`);
const peer = await startTransformers(folder, modelFolder);
print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const { source, texts } = benchTexts(join(repository, values.sst2));
const file = new TextFile(join(folder, 'texts.jsonl'), texts);
print('model, texts', `${values.model}; ${source}`);

const compared = texts.slice(0, COMPARED_TEXTS);
const peerIds = (await (await postJsonTo(peer.url, '/ids', { text: compared })).json()) as number[][];
const ownIds = await tokenize(compared, modelFolder);
const others = ownIds.filter((ids, index) => ids.join() !== peerIds[index]?.join()).length;
print('texts with other token ids', `${others} of ${compared.length}`);
if (others > 0) throw new Error('the peer reads other tokens: its speed says nothing');

const api = await startApi({ env: { ...UNCACHED, MODEL: values.model } });
const servers: Server[] = [
  { name: 'this service', url: api.url },
  { name: 'transformers.js', url: peer.url },
  ...(values.tei === undefined
    ? []
    : [{ name: 'text-embeddings-inference', url: values.tei, bodyFormat: '{"inputs":[[%s]]}' }]),
];
for (const connections of CONNECTIONS) {
  const results = new Map<string, ClosedLoadResult[]>(servers.map(({ name }) => [name, []]));
  for (const server of servers) await measure(server, connections);
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      results.get(server.name)?.push(await measure(server, connections));
    }
  }
  const own = results.get('this service') ?? [];
  for (const [name, all] of results) {
    const perSecond = all.map(({ requests, seconds }) => requests / seconds);
    const p99 = all.map(({ p99Ms }) => p99Ms);
    print(
      `${connections} connections: ${name}`,
      `${spread(perSecond, 'texts/s')}, p50 ${spread(
        all.map(({ p50Ms }) => p50Ms),
        'ms',
        2,
      )}, p99 ${spread(p99, 'ms', 1)}`,
    );
    if (name === 'this service') continue;
    const ratios = own.map(({ requests, seconds }, round) => requests / seconds / (perSecond[round] ?? Number.NaN));
    const p99Ratios = own.map(({ p99Ms }, round) => p99Ms / (p99[round] ?? Number.NaN));
    print('', `this service to ${name}: texts/s ${spread(ratios, '', 2)}, p99 ${spread(p99Ratios, '', 2)}`);
  }
}
const megabytes = proportionalMegabytes([api.process.pid ?? 0, ...api.workerIds()]).toFixed(0);
const peerMegabytes = proportionalMegabytes([peer.process.pid ?? 0]).toFixed(0);
print('memory afterwards (PSS)', `this service ${megabytes} MB, transformers.js ${peerMegabytes} MB`);
await api.stop();
peer.process.kill();
rmSync(folder, { recursive: true });

/** @throws Error when a request is not answered */
async function measure({ name, url, bodyFormat }: Server, connections: number): Promise<ClosedLoadResult> {
  const load = { url, connections, seconds: SECONDS, textsPerRequest: 1, ...file.take(SECONDS * MAX_TEXTS_PER_SECOND) };
  const result = await closedLoad({ ...load, ...(bodyFormat === undefined ? {} : { bodyFormat }) });
  if (result.refused + result.failures > 0) throw new Error(`${name}: not every request was answered`);
  return result;
}

/**
 * `npm run bench:analyze`: sentences a second of `POST /analyze` beside `POST /predict`, in one run, in turns. The cache is off,
 * and no text comes twice.
 *
 *   --rounds 5      medians are taken over so many
 *   --seconds 4     of each load in a round
 *   --sst2 <dir>    folder with GLUE SST-2's train.tsv, for real sentences
 */
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, startApi, UNCACHED } from '#libs/testing';
import { print } from './report.js';
import { median, spread } from './statistics.js';
import { benchTexts } from './texts.js';

const CONNECTIONS = 8;
const DOCUMENTS = 4;
const SENTENCES_PER_DOCUMENT = 8;
const SENTENCES = DOCUMENTS * SENTENCES_PER_DOCUMENT;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});

/** The sentences of one request. */
type Batch = readonly (readonly string[])[];

const LOADS = {
  analyze: {
    path: '/analyze',
    toBody: (batch: Batch) => ({ documents: toDocuments(batch).map((text) => ({ text })) }),
  },
  sentences: { path: '/predict', toBody: (batch: Batch) => ({ text: batch.flat() }) },
  'sentences and documents': {
    path: '/predict',
    toBody: (batch: Batch) => ({ text: [...toDocuments(batch), ...batch.flat()] }),
  },
};
type LoadName = keyof typeof LOADS;
const NAMES = Object.keys(LOADS) as LoadName[];

print('machine', `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`);
print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const { source, texts } = benchTexts(join(repository, values.sst2));
print('texts', source);

const sentences = texts.map((text, index) => `Number ${index} is ${text.replaceAll(/[.!?]/g, ',')}.`);
let next = 0;
const api = await startApi({ env: UNCACHED });
await checkSentences();
for (const name of NAMES) await measure(name, 2);
const rates: Record<LoadName, number[]> = { analyze: [], sentences: [], 'sentences and documents': [] };
for (let round = 0; round < Number(values.rounds); round++) {
  for (const name of NAMES) rates[name].push(await measure(name, Number(values.seconds)));
}
for (const name of NAMES) print(name, spread(rates[name], 'sentences/s'));
for (const name of NAMES.slice(1)) {
  const ratios = rates.analyze.map((rate, round) => rate / (rates[name][round] ?? Number.NaN));
  print(
    `analyze to ${name}`,
    `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)})`,
  );
}
await api.stop();

function takeBatch(): Batch {
  return Array.from({ length: DOCUMENTS }, () =>
    Array.from({ length: SENTENCES_PER_DOCUMENT }, () => sentences[next++ % sentences.length] ?? ''),
  );
}

function toDocuments(batch: Batch): string[] {
  return batch.map((each) => each.join(' '));
}

/** @returns sentences a second */
async function measure(name: LoadName, seconds: number): Promise<number> {
  const startMs = performance.now();
  const endMs = startMs + seconds * 1_000;
  let answered = 0;
  const connections = Array.from({ length: CONNECTIONS }, async () => {
    while (performance.now() < endMs) {
      await send(name, takeBatch());
      answered += SENTENCES;
    }
  });
  await Promise.all(connections);
  return answered / ((performance.now() - startMs) / 1_000);
}

async function send(name: LoadName, batch: Batch): Promise<unknown> {
  const { path, toBody } = LOADS[name];
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(toBody(batch)),
  });
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** The service has to find the sentences that the bench has joined. */
async function checkSentences(): Promise<void> {
  const answer = (await send('analyze', takeBatch())) as { documents: { sentences: unknown[] }[] };
  const found = answer.documents.map(({ sentences: each }) => each.length);
  if (found.some((count) => count !== SENTENCES_PER_DOCUMENT)) throw new Error(`sentences found: ${found.join(', ')}`);
}

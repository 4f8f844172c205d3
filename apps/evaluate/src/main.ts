import { parseArgs } from 'node:util';
import { InferenceEngine, forkModelProcess, systemClock } from '#libs/inference';
import { accuracyInterval, confusionOf } from './confusion.js';
import { ProgressBar } from './progress-bar.js';
import { readLabelledTexts } from './labelled-texts.js';

const USAGE = `Usage: npm run model:evaluate -- --data <file.tsv> [options]

Runs a labelled set through the classes that serve requests.

  --data <file>       tab-separated, header "sentence<TAB>label"; label is an index into the model's labels
  --model-dir <dir>   model folder (default: model-artifacts/minilm-l6-sst2)
  --minimum <share>   exit code 1 below this accuracy; "manifest" takes the manifest's
  --json              print one JSON object and no progress`;

/** Texts handed over at once, as a client's request would be. */
const REQUEST_TEXTS = 64;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'model-dir': { type: 'string', default: 'model-artifacts/minilm-l6-sst2' },
    minimum: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function evaluate(data: string): Promise<boolean> {
  const examples = await readLabelledTexts(data);
  const engine = new InferenceEngine({
    modelDir: values['model-dir'],
    inferenceThreads: 1,
    clock: systemClock,
    startChild: (options) => forkModelProcess(options),
    report: () => {},
  });
  await engine.load();
  const { model } = engine;
  const bar = new ProgressBar(examples.length, !values.json && process.stderr.isTTY);
  const predictions = [];
  const startMs = performance.now();
  for (let start = 0; start < examples.length; start += REQUEST_TEXTS) {
    const request = examples.slice(start, start + REQUEST_TEXTS);
    predictions.push(...(await engine.classify(request.map(({ text }) => text))));
    bar.show(predictions.length);
  }
  const seconds = (performance.now() - startMs) / 1_000;
  bar.end();
  await engine.close();

  const confusion = confusionOf(examples, predictions, model.labels.length);
  const [low, high] = accuracyInterval(confusion.correct, examples.length);
  const minimum = values.minimum === 'manifest' ? model.accuracy : Number(values.minimum ?? 0);
  const accuracy = confusion.correct / examples.length;
  const passed = accuracy >= minimum;
  const textsPerSecond = examples.length / seconds;
  if (values.json) {
    const { name, digest, labels } = model;
    const { table, failed } = confusion;
    print(
      JSON.stringify({
        model: { name, digest, labels },
        texts: examples.length,
        accuracy,
        interval95: [low, high],
        table,
        failed,
        textsPerSecond,
        minimum,
        passed,
      }),
    );
    return passed;
  }
  print(`model      ${model.name} ${model.version} (${model.precision}, ${model.digest.slice(0, 12)})`);
  print(
    `accuracy   ${accuracy.toFixed(4)} of ${examples.length} texts, 95 % interval ${low.toFixed(4)} to ${high.toFixed(4)}`,
  );
  print(`required   ${minimum} ${passed ? '' : 'NOT REACHED'}`);
  print(`failed     ${confusion.failed}`);
  print(`speed      ${textsPerSecond.toFixed(0)} texts/s in requests of ${REQUEST_TEXTS}, one after the other`);
  print(`confusion  rows: label given, columns: label predicted`);
  const width = Math.max(...model.labels.map((label) => label.length)) + 2;
  print(`${''.padEnd(width)}${model.labels.map((label) => label.padStart(width)).join('')}`);
  confusion.table.forEach((row, label) => {
    print(`${(model.labels[label] ?? '').padEnd(width)}${row.map((count) => String(count).padStart(width)).join('')}`);
  });
  return passed;
}

if (values.help || values.data === undefined) {
  print(USAGE);
  process.exit(values.help ? 0 : 2);
}
try {
  process.exitCode = (await evaluate(values.data)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`cannot evaluate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

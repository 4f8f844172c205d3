import { parseArgs } from 'node:util';
import { evaluate } from './evaluate.js';
import { readLabelledTexts } from './labelled-texts.js';
import { ProgressBar } from '../progress-bar.js';
import { formatAccuracy, toJson, toText } from './report.js';

const USAGE = `Usage: npm run model:evaluate -- --data <file.tsv> [options]

Runs a labelled set through the classes that serve requests.

  --data <file>       tab-separated, header "sentence<TAB>label"; label is an index into the model's labels
  --model-dir <dir>   model folder (default: model-artifacts/minilm-l6-sst2)
  --minimum <share>   exit code 1 below this accuracy; "manifest" takes the manifest's
  --json              print one JSON object and no progress
`;

try {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      'model-dir': { type: 'string', default: 'model-artifacts/minilm-l6-sst2' },
      minimum: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.data === undefined) {
    process.stdout.write(USAGE);
    process.exitCode = values.help ? 0 : 2;
  } else {
    const minimum = values.minimum === 'manifest' ? 'manifest' : Number(values.minimum);
    if (Number.isNaN(minimum)) throw new Error(`--minimum must be a number or "manifest"`);
    const examples = await readLabelledTexts(values.data);
    const progress = new ProgressBar(examples.length, !values.json && process.stderr.isTTY);
    const evaluation = await evaluate(examples, values['model-dir'], minimum, progress);
    process.stdout.write(`${values.json ? toJson(evaluation) : toText(evaluation)}\n`);
    process.exitCode = formatAccuracy(evaluation) >= evaluation.minimum ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`cannot evaluate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

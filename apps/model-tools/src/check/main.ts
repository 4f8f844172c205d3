import { parseArgs } from 'node:util';
import { readLabelledTexts } from '../evaluate/labelled-texts.js';
import { ProgressBar } from '../progress-bar.js';
import { check } from './check.js';
import { isFit, toJson, toText } from './verdict.js';

const USAGE = `Usage: npm run model:check -- <dir> [options]

Says whether a model folder is fit to serve here, and what it costs. Exit code 1 when it is not.

  --data <file>       tab-separated, header "sentence<TAB>label": accuracy, and the texts that are timed
  --minimum <share>   not fit below this accuracy on --data; "manifest" takes the manifest's
  --json              print one JSON object and no progress
`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      minimum: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [modelDir, ...more] = positionals;
  if (values.help || modelDir === undefined || more.length > 0) {
    process.stdout.write(USAGE);
    process.exitCode = values.help ? 0 : 2;
  } else {
    const minimum = values.minimum === 'manifest' ? 'manifest' : Number(values.minimum);
    if (Number.isNaN(minimum)) throw new Error(`--minimum must be a number or "manifest"`);
    const examples = values.data === undefined ? [] : await readLabelledTexts(values.data);
    const progress = (total: number) => new ProgressBar(total, !values.json && process.stderr.isTTY);
    const verdict = await check({ modelDir, examples, minimum, progress });
    process.stdout.write(`${values.json ? toJson(verdict) : toText(verdict)}\n`);
    process.exitCode = isFit(verdict) ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`cannot check: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

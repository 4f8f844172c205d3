import { parseArgs } from 'node:util';
import { CANNOT_BE_DONE, type Command } from '../command.js';
import { evaluate } from './evaluate.js';
import { readLabelledTexts } from './labelled-texts.js';
import { ProgressBar } from '../progress-bar.js';
import { DEFAULT_MODEL_DIR } from '../served-model.js';
import { formatAccuracy, toJson, toText } from './report.js';

const USAGE = `Usage: sentiment evaluate --data <file.tsv> [options]

Measures the accuracy of a model on labelled texts, as the service would classify them.
Exit code: 0 if the accuracy is at least the minimum, 1 if it is lower, 2 if it could not be measured.

  --data <file>       labelled texts. The file is tab-separated and has the header "sentence<TAB>label". A label is an
                      index into the labels of the answers: the labels of the model, without its neutral label unless
                      --neutral is given.
  --neutral           the answers have the neutral label too, as with "neutral": true in a request
  --model-dir <dir>   model folder (default: minilm-l6-sentiment of the repository)
  --minimum <share>   lowest accuracy, from 0 to 1, or "manifest" for the accuracy that the manifest states (default: 0)
  --json              print one JSON object, and no progress bar
  --help              print this text
`;

/** `sentiment evaluate`. */
export const evaluateCommand: Command = {
  summary: 'measures the accuracy of a model on labelled texts',
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        'model-dir': { type: 'string', default: DEFAULT_MODEL_DIR },
        minimum: { type: 'string', default: '0' },
        neutral: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help || values.data === undefined) {
      process.stdout.write(USAGE);
      return values.help ? 0 : CANNOT_BE_DONE;
    }
    const minimum = values.minimum === 'manifest' ? 'manifest' : Number(values.minimum);
    if (Number.isNaN(minimum)) throw new Error(`--minimum must be a number or "manifest"`);
    const examples = await readLabelledTexts(values.data);
    const progress = new ProgressBar(examples.length, !values.json && process.stderr.isTTY);
    const { 'model-dir': modelDir, neutral } = values;
    const evaluation = await evaluate(examples, { modelDir, minimum, neutral, progress });
    process.stdout.write(`${values.json ? toJson(evaluation) : toText(evaluation)}\n`);
    return formatAccuracy(evaluation) >= evaluation.minimum ? 0 : 1;
  },
};

import { parseArgs } from 'node:util';
import { CANNOT_BE_DONE, type Command } from '../command.js';
import { readLabelledTexts } from '../evaluate/labelled-texts.js';
import { ProgressBar } from '../progress-bar.js';
import { check } from './check.js';
import { isFit, toJson, toText } from './verdict.js';

const USAGE = `Usage: sentiment check <dir> [options]

Checks whether the service can serve the model folder <dir> on this machine, and measures speed and memory.
Exit code: 0 if the folder is fit to serve, 1 if it is not, 2 if the check could not be done.

  --data <file>       labelled texts, to measure the accuracy and the speed. The file is tab-separated and has the
                      header "sentence<TAB>label". A label is an index into the labels of the model.
                      Default: the golden texts of the folder, without the accuracy
  --minimum <share>   lowest accuracy on --data with which the folder is fit to serve, from 0 to 1, or "manifest" for
                      the accuracy that the manifest states (default: 0)
  --json              print one JSON object, and no progress bar
  --help              print this text
`;

/** `sentiment check`. */
export const checkCommand: Command = {
  summary: 'tells whether a model folder is fit to serve on this machine',
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
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
      return values.help ? 0 : CANNOT_BE_DONE;
    }
    const minimum = values.minimum === 'manifest' ? 'manifest' : Number(values.minimum);
    if (Number.isNaN(minimum)) throw new Error(`--minimum must be a number or "manifest"`);
    const examples = values.data === undefined ? [] : await readLabelledTexts(values.data);
    const progress = (total: number) => new ProgressBar(total, !values.json && process.stderr.isTTY);
    const verdict = await check({ modelDir, examples, minimum, progress });
    process.stdout.write(`${values.json ? toJson(verdict) : toText(verdict)}\n`);
    return isFit(verdict) ? 0 : 1;
  },
};

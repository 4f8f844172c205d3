import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CANNOT_BE_DONE, type Command } from '../command.js';
import { ProgressBar } from '../progress-bar.js';
import { compare } from './compare.js';
import { toJson, toText } from './report.js';

const USAGE = `Usage: sentiment compare <A> <B> --texts <file> [options]

Classifies the same texts with the models of the folders <A> and <B>, and compares labels, scores, speed and size.
Exit code: 0 after the comparison, 2 if it could not be done.

  --texts <file>   file with one text on each line
  --neutral        compare all three labels of models with a neutral label, as with "neutral": true in a request
  --limit <n>      largest number of texts to show, those with the largest differences first (default: 10)
  --json           print one JSON object, and no progress bar
  --help           print this text
`;

/** `sentiment compare`. */
export const compareCommand: Command = {
  summary: 'compares the answers, the speed and the size of two models',
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        texts: { type: 'string' },
        neutral: { type: 'boolean', default: false },
        limit: { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const [first, second, ...more] = positionals;
    if (values.help || first === undefined || second === undefined || more.length > 0 || values.texts === undefined) {
      process.stdout.write(USAGE);
      return values.help ? 0 : CANNOT_BE_DONE;
    }
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 0) throw new Error('--limit must be a whole number');
    const texts = (await readFile(values.texts, 'utf8')).split(/\r?\n/).filter((line) => line !== '');
    if (texts.length === 0) throw new Error(`${values.texts} has no text`);
    const progress = () => new ProgressBar(texts.length, !values.json && process.stderr.isTTY);
    const comparison = await compare(first, second, { texts, neutral: values.neutral, progress });
    process.stdout.write(`${values.json ? toJson(comparison, limit) : toText(comparison, limit)}\n`);
    return 0;
  },
};

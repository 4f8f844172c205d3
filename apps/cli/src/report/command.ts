import { basename } from 'node:path';
import { getCheckpointPath, readCheckpoint } from '../classify/checkpoint.js';
import { findStats } from '../classify/file-stats.js';
import { getLockPath } from '../classify/output-lock.js';
import type { ReportWriter } from '../classify/report-writer.js';
import { formatShard } from '../classify/shard/shard.js';
import { readShardRecord } from '../classify/shard/shard-record.js';
import type { Command } from '../command.js';
import { parseReportCommandOptions } from './report-command-options.js';

const USAGE = `Usage: sentiment report <file> --output <file> [options]

Writes a report about an output of "sentiment classify" or "sentiment merge": one HTML file with key figures, plots, tables and
examples, which needs no other file, no script and no network. The output may be CSV, TSV or NDJSON, compressed by gzip (.gz) or
Zstandard (.zst). Give the options with which it was written.

  --output <file>        report to write
  --column <name>        column or field of the texts (default: text)
  --group-by <name>      column or field by which rows are grouped, for example a product
  --date-column <name>   column or field of dates: YYYY-MM-DD or YYYY/MM/DD, also with a time; the day counts as it is written
  --date-order <order>   dmy or mdy: DD/MM/YYYY or MM/DD/YYYY are taken too, also with - or . (default: ymd, which refuses both)
  --model <text>         name and version of the model, for the report
  --sentences            each row is a sentence: the output was written with --sentences
  --format, --delimiter, --quoting, --row-names, --null, --encoding, --prefix
                         as for "sentiment classify"
  --force                replace a report that exists
  --help                 print this text
`;

/** `sentiment report`. */
export function createReportCommand(writer: ReportWriter): Command {
  return {
    summary: 'writes a report about an output of "classify"',
    async run(args) {
      const options = parseReportCommandOptions(args);
      if (!options) {
        process.stdout.write(USAGE);
        return 0;
      }
      const { input, output, model, column, sentences, force } = options;
      await checkComplete(input);
      await writer.check(output, force, [input]);
      const facts: [string, string][] = [['Texts', sentences ? `${column}, by sentence` : column]];
      if (model !== undefined) facts.unshift(['Model', model]);
      await writer.write({ ...options, path: output, fileName: basename(input), facts }, () => false);
      return 0;
    },
  };
}

/** @throws Error for an output that is known to be a part of one: of a run that goes on, was interrupted or killed, or a shard */
async function checkComplete(input: string): Promise<void> {
  if (await readCheckpoint(getCheckpointPath(input))) {
    throw new Error(`${input} is not complete: continue its run with --resume`);
  }
  const lock = getLockPath(input);
  if (await findStats(lock)) {
    throw new Error(
      `${input} may not be complete: the process in ${lock} is writing it, or was killed. ` +
        'Wait until it has ended, or remove that file to report on what is there',
    );
  }
  const shard = (await readShardRecord(input))?.shard;
  if (!shard || shard.count === 1) return;
  throw new Error(
    `${input} is the shard ${formatShard(shard)}, as its record ${input}.shard.json says: ` +
      'put all shards together with "sentiment merge", and report on the result',
  );
}

import type { Stats } from 'node:fs';
import { systemClock } from '#libs/clock';
import type { Command } from '../command.js';
import { getCheckpointPath, readCheckpoint } from './checkpoint.js';
import { checkHeader } from './check-header.js';
import { checkNames } from './check-names.js';
import { checkUnchanged } from './check-unchanged.js';
import { parseClassifyOptions, type ClassifyOptions } from './classify-options.js';
import { classifyRows } from './classify-rows.js';
import { classifyTable, TooManyErrorsError } from './classify-table.js';
import { createReportRequest } from './create-report-request.js';
import { createTable } from './create-table.js';
import { EngineRowClassifier } from './engine-row-classifier.js';
import { findInputFile } from './find-input-file.js';
import { openServerRowClassifier } from './open-server-row-classifier.js';
import { OutputLock } from './output-lock.js';
import { ProgressReport } from './progress-report.js';
import { isShardComplete, ResumableOutput } from './resumable-output.js';
import type { ReportWriter } from './report-writer.js';
import { adviseResume, reportStop } from './resume-advice.js';
import type { RowClassifier } from './row-classifier.js';
import { measureText } from './shard/measure-text.js';
import { toShardRange } from './shard/shard.js';
import { StopSignals } from './stop-signals.js';
import { Summary } from './summary.js';
import { TableInput } from './table-input.js';
import { TableError } from './table.js';
import { TextOutput } from './text-output.js';

const USAGE = `Usage: sentiment classify <file|-> [options]

Classifies the text of each row of a CSV, TSV or NDJSON file with the model of this machine, or with --url by a running service.
The output has every row of the input in the same order, with the columns sentiment, score, one for each label, truncated and
error behind its own. A row without a text gets an error instead of a sentiment. Input and output may be compressed by gzip (.gz),
and the input by Zstandard (.zst).

  --column <name>       column or field of the texts (default: text)
  --output <file>       file to write (default: the standard output, which cannot be resumed)
  --format <format>     csv, tsv or ndjson (default: by the suffix of the file, else csv)
  --delimiter <char>    character between two cells (default: the one that the first line has most often; \\t is a tab)
  --quoting <way>       quotes in a quoted cell are doubled (double, the default) or behind a \\ (backslash); none: they are text
  --row-names           each row begins with a cell that the header does not name, as write.table of R writes it
  --null <text>         a cell that means: no text, for example NA (default: an empty cell only)
  --encoding <name>     utf-8, utf-16le, utf-16be or windows-1252 (default: by the byte order mark, else utf-8 or windows-1252)
  --sentences           classify each sentence: one row for each, with the columns row, sentence and sentence_text
  --min-score <score>   the sentiment of a row whose highest score is less than this, from 0 to 1, is uncertain
  --prefix <text>       put before the names of the new columns
  --neutral             three labels, as with "neutral": true in a request
  --model-dir <dir>     model folder (default: minilm-l6-sentiment of the repository)
  --url <address>       classify by the service at this address, for example http://localhost:8000, instead of in this process
  --key-file <file>     file whose first line is the API key for that service
  --shard <i/n>         classify part i of n parts of the input, counted from 0; "sentiment merge" puts the outputs together
  --report <file>       write a report about the output: one HTML file with figures, plots and examples
  --group-by <name>     column or field by which the report groups rows, for example a product
  --date-column <name>  column or field of dates in the report: YYYY-MM-DD or YYYY/MM/DD, also with a time
  --date-order <order>  dmy or mdy: the dates are DD/MM/YYYY or MM/DD/YYYY, also with - or . (default: ymd, which refuses both)
  --max-errors <n>      stop after more than n rows with an error (default: any number is allowed)
  --resume              continue a run that was interrupted, with the same options, input and model; begin one if there is none
  --force               replace an output and a report that exist
  --help                print this text

Exit code: 0 when every row was written, 1 after too many errors, 2 when the command could not be done, 75 when it could not be
done now (a full disk, a service that does not answer), 130 or 143 after SIGINT or SIGTERM, 141 when the reader of the standard output
has ended. --resume continues a run with --output that has begun to write, after any other code than 0.
`;
const TOO_MANY_ERRORS = 1;

/** `sentiment classify`. */
export function createClassifyCommand(reports: ReportWriter): Command {
  return {
    summary: 'classifies the texts of a CSV, TSV or NDJSON file',
    async run(args) {
      const options = parseClassifyOptions(args);
      if (!options) {
        process.stdout.write(USAGE);
        return 0;
      }
      const { output } = options;
      if (output === undefined) return await classifyInput(options, reports);
      await checkReport(options, output, reports);
      const lock = await OutputLock.acquire(output);
      try {
        return await classifyInput(options, reports);
      } finally {
        await lock.release();
      }
    },
  };
}

/**
 * A run that is resumed replaces a report: it may have ended after it had written the report, and before it was complete.
 *
 * @throws Error when the report cannot be written
 */
async function checkReport(
  { input, report, resume, force }: ClassifyOptions,
  output: string,
  reports: ReportWriter,
): Promise<void> {
  if (!report) return;
  const isContinued = resume && (await readCheckpoint(getCheckpointPath(output))) !== undefined;
  await reports.check(report.path, force || isContinued, input === undefined ? [output] : [input, output]);
}

async function classifyInput(options: ClassifyOptions, reports: ReportWriter): Promise<number> {
  const inputStats = await findInputFile(options);
  const input = await TableInput.open(options);
  try {
    reportGuess(options, input);
    const classifier = await openClassifier(options);
    try {
      if (
        options.shard &&
        options.resume &&
        inputStats &&
        (await isShardComplete(options, classifier.model, inputStats))
      ) {
        process.stderr.write(`${options.output} is complete already\n`);
        return 0;
      }
      if (options.format !== 'ndjson') checkNames([options.prefix, ...classifier.labels], input.encoding.encoding);
      // A pipe can be read only once.
      if (inputStats && !options.resume) await checkHeader(options, classifier.labels);
      const output = await ResumableOutput.open(options, classifier.model, inputStats);
      return await classify(options, classifier, input, output, inputStats, reports);
    } finally {
      await classifier.close();
    }
  } finally {
    input.close();
  }
}

function openClassifier({ server, modelDir, neutral }: ClassifyOptions): Promise<RowClassifier> {
  return server ? openServerRowClassifier(server, neutral) : EngineRowClassifier.open(modelDir, neutral);
}

async function classify(
  options: ClassifyOptions,
  classifier: RowClassifier,
  input: TableInput,
  resumable: ResumableOutput,
  inputStats: Stats | undefined,
  reports: ReportWriter,
): Promise<number> {
  const { from, start, output } = resumable;
  const table = createTable(options, start);
  const range = options.shard && toShardRange(options.shard, await measureText(options));
  const signals = new StopSignals(() => {
    classifier.stop();
  });
  const summary = new Summary();
  // A share would count what is read before the shard too.
  const shownBytes = range ? undefined : inputStats?.size;
  const progress = new ProgressReport(process.stderr, systemClock, shownBytes, from.byte, (byte) =>
    input.toRawByte(byte),
  );
  const beganMs = systemClock.nowMs();
  let code = 0;
  let endedMs: number | undefined;
  try {
    const end = await classifyTable({
      table,
      input: input.read(from.byte),
      output: new TextOutput(output, input.encoding, from.rows > 0 || (options.shard?.index ?? 0) > 0),
      labels: classifier.labels,
      from,
      range,
      maxErrors: options.maxErrors,
      clock: systemClock,
      summary,
      progress,
      classify: (rows) => classifyRows(rows, (each) => classifier.classify(each), options),
      isStopped: () => signals.isReceived,
      saveCheckpoint: (position) => resumable.save(position, table.start),
    });
    endedMs = systemClock.nowMs();
    if (options.input !== undefined && inputStats && !signals.isReceived) {
      await checkUnchanged(options.input, inputStats);
    }
    const request = createReportRequest(options, classifier, table, input);
    // Before the run is complete: so a run that ends here is resumed, and its report is written then.
    if (request && !signals.isReceived) await reports.write(request, () => signals.isReceived);
    if (signals.exitCode === undefined) await resumable.complete(end);
    else code = reportStop(end, signals.exitCode, options);
  } catch (error) {
    if (error instanceof TableError) await resumable.discardIfEmpty();
    if (!(error instanceof TooManyErrorsError)) throw adviseResume(error, options);
    process.stderr.write(`${error.message}\n`);
    code = TOO_MANY_ERRORS;
  } finally {
    progress.end();
    signals.remove();
    await output.close();
  }
  process.stderr.write(`${summary.format(((endedMs ?? systemClock.nowMs()) - beganMs) / 1_000)}\n`);
  return code;
}

/** Windows-1252 has no sign of its own, and other encodings of one byte look like it. */
function reportGuess({ encoding }: ClassifyOptions, input: TableInput): void {
  if (encoding !== undefined || input.encoding.encoding !== 'windows-1252') return;
  process.stderr.write('the input is no UTF-8: it is read as windows-1252 (see --encoding)\n');
}

import { mutation, type Mutation } from './mutation.js';

const HTTP = 'apps/api/src/http';
const ROUTE = 'apps/api/src/prediction-route';
const LINE_WRITER = 'libs/observability/src/logging/line-writer.ts';
const PENDING_REQUEST = 'libs/inference/src/pipeline/pending-request.ts';
const SCHEDULER_SPEC = 'libs/inference/src/pipeline/request-scheduler.spec.ts';
const FILTER = `${HTTP}/errors/problem.filter.ts`;
const ERROR_ANSWER = `${HTTP}/errors/answer-error.ts`;
const FILTER_SPEC = `${HTTP}/errors/problem.filter.spec.ts`;
const SETTINGS = 'apps/api/src/config/settings.ts';

/** Mutations of the log. */
export const LOG_MUTATIONS: readonly Mutation[] = [
  mutation('a log that loses a byte after a part', LINE_WRITER, 'subarray(written)', 'subarray(written + 1)'),
  mutation('a log that loses two bytes after a part', LINE_WRITER, 'subarray(written)', 'subarray(written + 2)'),
  mutation('a log that writes a byte twice', LINE_WRITER, 'subarray(written)', 'subarray(Math.max(1, written - 1))'),
  mutation(
    'a log without the last byte of a line',
    LINE_WRITER,
    "Buffer.from(this.lines.join(''))",
    "Buffer.from(this.lines.map((line) => line.slice(0, -1)).join(''))",
  ),
  mutation('a log that joins a cut line to the next one', LINE_WRITER, "this.lines.unshift('\\n')", 'void 0'),
];

/** Mutations of the settings. */
export const SETTING_MUTATIONS: readonly Mutation[] = [
  mutation('another default of MAX_TEXTS', SETTINGS, 'MAX_TEXTS: number = 1_000', 'MAX_TEXTS: number = 1_001'),
  mutation(
    'another default of SHUTDOWN_DELAY_MS',
    SETTINGS,
    'SHUTDOWN_DELAY_MS: number = 5_000',
    'SHUTDOWN_DELAY_MS: number = 0',
  ),
  mutation(
    'a setting without a default',
    SETTINGS,
    "REDIS_KEY_PREFIX: string = 'sentiment:'",
    'REDIS_KEY_PREFIX!: string',
  ),
  mutation(
    'a new setting that no test knows',
    SETTINGS,
    '  /** @throws SettingsError naming every',
    "  @TextSetting('new', 'any text')\n  readonly NEW: string = '';\n\n  /** @throws SettingsError naming every",
  ),
];

/** Mutations of the times of the stages. */
export const STAGE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'the times of two stages swapped',
    PENDING_REQUEST,
    'tokenizeMs: tokenized - this.arrivedMs,\n      queueMs: started - tokenized,',
    'tokenizeMs: started - tokenized,\n      queueMs: tokenized - this.arrivedMs,',
    SCHEDULER_SPEC,
  ),
  mutation(
    'the time of the queue counted from the arrival of another request',
    PENDING_REQUEST,
    'Math.max(startedMs, this.arrivedMs)',
    'startedMs',
    SCHEDULER_SPEC,
  ),
  mutation('Server-Timing with one decimal', `${ROUTE}/server-timing.ts`, 'queueMs.toFixed(2)', 'queueMs.toFixed(1)'),
  mutation(
    'Server-Timing in another order',
    `${ROUTE}/server-timing.ts`,
    'tokenize;dur=${tokenizeMs.toFixed(2)}, queue;dur=${queueMs.toFixed(2)}',
    'queue;dur=${queueMs.toFixed(2)}, tokenize;dur=${tokenizeMs.toFixed(2)}',
  ),
];

/** Mutations of the answers to errors. */
export const PROBLEM_MUTATIONS: readonly Mutation[] = [
  mutation(
    '404 for every HttpException',
    FILTER,
    'toStatusProblem(error.getStatus(), requestId)',
    'toStatusProblem(404, requestId)',
  ),
  mutation(
    '404 for a guard that answers false',
    ERROR_ANSWER,
    'if (exception instanceof NotFoundException ||',
    'if ((exception instanceof HttpException && exception.getStatus() === 403) ||',
    FILTER_SPEC,
  ),
  mutation(
    '500 for the 400 of ParseIntPipe',
    ERROR_ANSWER,
    'if (isHttpException && exception.getStatus() < 500) return exception;',
    'if (isHttpException && exception.getStatus() !== 400) return exception;\n' +
      "    if (isHttpException) return new RequestError('internal', 'The service failed.');",
    FILTER_SPEC,
  ),
  mutation(
    'an error without Retry-After',
    ERROR_ANSWER,
    'if (retryAfterSeconds !== undefined)',
    'if (retryAfterSeconds === 0)',
    FILTER_SPEC,
  ),
  mutation(
    'the location of an error off by one place',
    `${HTTP}/errors/error-location.ts`,
    "const [, place = '']",
    "const [, , place = '']",
  ),
  mutation(
    'another status for a kind of error',
    `${HTTP}/errors/problem-table.ts`,
    "'deadline-exceeded': { status: 504",
    "'deadline-exceeded': { status: 503",
  ),
  mutation(
    'a problem with too many faults',
    `${HTTP}/errors/problem.dto.ts`,
    'MAX_SHOWN_FAULTS = 100',
    'MAX_SHOWN_FAULTS = 101',
  ),
  mutation('GET routes without HEAD', `${HTTP}/errors/route-methods.ts`, "methods.add('HEAD')", "methods.add('GET')"),
  mutation(
    'means of windows without their temperature',
    'libs/inference/src/pipeline/text-windows.ts',
    '/ windows.length / temperature',
    '/ windows.length',
  ),
  mutation(
    'one long text of blanks that decides the price of all texts',
    'libs/inference/src/pipeline/token-estimate.ts',
    'Math.min(1, MAX_OBSERVED_CHARS / text.length)',
    '1',
  ),
  mutation(
    'a cache key that forgets the number of windows',
    'libs/caching/src/cache-keys.ts',
    'or ${maxWindows} windows',
    'or more windows',
  ),
  mutation(
    'a document that is mixed for one weak sentence',
    'libs/analysis/src/decide-sentiment.ts',
    'Math.min(positive, negative) >=',
    'Math.max(positive, negative) >=',
  ),
  mutation(
    'words that contribute the wrong way',
    'libs/analysis/src/explanations/to-contributions.ts',
    'whole - (without[index] ?? whole)',
    '(without[index] ?? whole) - whole',
  ),
  mutation(
    'sentences that the model has not read',
    'libs/analysis/src/analyze-document.ts',
    'sentence.start >= whole.readChars',
    'sentence.start < 0',
    'libs/analysis/src/document-analyzer.spec.ts',
  ),
];

import { readAnalysis, readLineAnalysis, type Analysis, type LineAnalysis } from './answers/analysis.js';
import { readClassification, type Classification } from './answers/classification.js';
import { readHealth } from './answers/health.js';
import { readModelInformation } from './answers/model-information.js';
import { readPrediction, type TextPrediction } from './answers/prediction.js';
import type { AnalysisDocument, AnalysisRequest, HealthStatus, ModelInformation } from './openapi/api-types.js';
import type { LineAnswer } from './streams/line-answer.js';
import type { LineSource } from './streams/line-input.js';
import { streamLines, type StreamOptions } from './streams/line-stream.js';
import type { CallOptions, SentimentClientOptions } from './transport/client-options.js';
import type { ReadResponse } from './transport/read-problem.js';
import { ServiceTransport } from './transport/service-transport.js';

/** Options of the service for texts to classify. */
export interface ClassifySettings {
  /** Whether the answers have the neutral label too. */
  readonly neutral?: boolean | undefined;
}
export type ClassifyOptions = ClassifySettings & CallOptions;

/** Options of the service for documents to analyze, as the OpenAPI document describes them. */
export type AnalyzeSettings = Omit<AnalysisRequest, 'documents'>;
export type AnalyzeOptions = AnalyzeSettings & CallOptions;
/** Options of the service for one line to analyze. */
export type AnalyzeLineSettings = AnalyzeSettings & Pick<AnalysisDocument, 'language'>;

/** Calls a running sentiment service. Calls that fail because of the connection or the load of the service are sent again. */
export class SentimentClient {
  private readonly transport: ServiceTransport;

  /** @throws Error when the address, the key or a number is not valid; the message quotes neither address nor key */
  constructor(options: SentimentClientOptions) {
    this.transport = new ServiceTransport(options);
  }

  /**
   * Classifies texts in one request.
   *
   * @param texts at least one; the service bounds their number and size
   * @throws ClientError when the service refuses the request, or does not answer it in time; the reason of the signal
   */
  async classify(texts: readonly string[], options: ClassifyOptions = {}): Promise<Classification> {
    const body = JSON.stringify(options.neutral === true ? { text: texts, neutral: true } : { text: texts });
    const read = (response: ReadResponse) => readClassification(response, texts.length);
    return await this.transport.call({ method: 'POST', path: '/predict', body }, read, options);
  }

  /**
   * Analyzes documents in one request: sentiment, sentences, evidence, words and language.
   *
   * @param documents texts, or texts with `id` and `language`; at least one
   * @throws ClientError as `classify`
   */
  async analyze(documents: readonly (string | AnalysisDocument)[], options: AnalyzeOptions = {}): Promise<Analysis> {
    const request: AnalysisRequest = {
      documents: documents.map((document) => (typeof document === 'string' ? { text: document } : document)),
      ...pickAnalyzeSettings(options),
    };
    const read = (response: ReadResponse) => readAnalysis(response, documents.length);
    const body = JSON.stringify(request);
    return await this.transport.call({ method: 'POST', path: '/analyze', body }, read, options);
  }

  /**
   * Classifies any number of texts in constant memory. Reads the input only as fast as the answers are read.
   *
   * @param lines texts, or texts with `id` and options of their own
   * @returns one answer for each line, in the order of the lines; a line that the service refuses has an `error` in its place
   * @throws ClientError when the service refuses the stream, or does not answer in time: lines after the last answer have none; the
   * reason of the signal; what the input throws, after the answers to all lines before
   */
  classifyStream(
    lines: LineSource<ClassifySettings>,
    options: ClassifySettings & StreamOptions = {},
  ): AsyncGenerator<LineAnswer<TextPrediction>, void, undefined> {
    const lineOptions = options.neutral === true ? { neutral: true } : {};
    return streamLines(this.transport, { path: '/predict', lineOptions, read: readPrediction }, lines, options);
  }

  /**
   * Analyzes any number of texts in constant memory, as `classifyStream`.
   *
   * @throws ClientError and others as `classifyStream`
   */
  analyzeStream(
    lines: LineSource<AnalyzeLineSettings>,
    options: AnalyzeSettings & StreamOptions = {},
  ): AsyncGenerator<LineAnswer<LineAnalysis>, void, undefined> {
    const lineOptions = pickAnalyzeSettings(options);
    return streamLines(this.transport, { path: '/analyze', lineOptions, read: readLineAnalysis }, lines, options);
  }

  /**
   * Describes the model of the service.
   *
   * @throws ClientError as `classify`
   */
  async getModel(options: CallOptions = {}): Promise<ModelInformation> {
    return await this.transport.call({ method: 'GET', path: '/model' }, readModelInformation, options);
  }

  /**
   * Tells whether the model can answer. Makes one attempt, unless `shouldRetry` says otherwise, and waits for no other call.
   *
   * @throws ClientError when the service does not say
   */
  async getHealth(options: CallOptions = {}): Promise<HealthStatus> {
    const route = { method: 'GET', path: '/health', statuses: [200, 503], isProbe: true } as const;
    return await this.transport.call(route, readHealth, { shouldRetry: () => false, ...options });
  }
}

function pickAnalyzeSettings({ sentences, explain, codePoints, minScore }: AnalyzeSettings): AnalyzeSettings {
  return {
    ...(sentences !== undefined && { sentences }),
    ...(explain !== undefined && { explain }),
    ...(codePoints !== undefined && { codePoints }),
    ...(minScore !== undefined && { minScore }),
  };
}

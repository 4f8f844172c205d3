export type { Analysis, LineAnalysis } from './answers/analysis.js';
export type { AnswerFacts } from './answers/answer-facts.js';
export type { Classification } from './answers/classification.js';
export { toModelTag } from './answers/model-information.js';
export type { LabelScores, TextPrediction } from './answers/prediction.js';
export type {
  AnalysisDocument,
  DocumentAnalysis,
  DocumentError,
  FaultyPlace,
  HealthStatus,
  LabelScore,
  ModelInformation,
  WindowInformation,
} from './openapi/api-types.js';
export {
  SentimentClient,
  type AnalyzeLineSettings,
  type AnalyzeOptions,
  type AnalyzeSettings,
  type ClassifyOptions,
  type ClassifySettings,
} from './sentiment-client.js';
export type { LineAnswer, LineError } from './streams/line-answer.js';
export type { LineId, LineInput, LineSource } from './streams/line-input.js';
export type { StreamOptions } from './streams/line-stream.js';
export type { LineTransfer } from './streams/line-transfer.js';
export { systemClientClock, type ClientClock } from './transport/client-clock.js';
export {
  ClientError,
  type ClientErrorFacts,
  type ClientErrorKind,
  type TransportFault,
} from './transport/client-error.js';
export type { CallOptions, SentimentClientOptions } from './transport/client-options.js';
export { toServiceUrl } from './transport/service-url.js';

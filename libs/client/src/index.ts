export type { Classification, LabelScore, TextPrediction } from './classification.js';
export { systemClientClock, type ClientClock } from './client-clock.js';
export { ClientError, type ClientErrorFacts, type FaultyPlace, type TransportFault } from './client-error.js';
export { toModelTag, type ModelInformation, type WindowInformation } from './model-information.js';
export {
  SentimentClient,
  type CallOptions,
  type ClassifyOptions,
  type SentimentClientOptions,
} from './sentiment-client.js';
export { toServiceUrl } from './service-url.js';

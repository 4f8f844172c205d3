export type { Encoding } from './encoding.js';
export { isFailure, type Classification, type Prediction, type TextFailure } from './prediction.js';
export { toProbabilities, scoreLabels, type LabelScore, type ScoreRule, type Scoring } from './label-score.js';
export { modelTag, type ModelDescription } from './model-description.js';
export { ServiceError, type ErrorKind, type Fault, type ServiceErrorOptions } from './service-error.js';
export { Classifier, type ClassifierState, type ClassifyContext } from './classifier.js';
export type { InferenceCounters, InferenceStats, InferenceGauges, DropCause, StageTimings } from './inference-stats.js';
export { classifyRequestOf, setClassifyRequest, type CacheLookup, type ClassifyRequest } from './classify-request.js';
export type { CpuThrottling } from './cpu-throttling.js';

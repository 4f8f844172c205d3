export { Admission, type AdmissionRequest, type Reservation } from './admission.js';
export type { CacheDirectives, CacheLookup } from './cache-lookup.js';
export { Classifier, type ClassificationResult, type ClassifyContext, type StageTimings } from './classifier.js';
export {
  InferenceStatistics,
  type DropCause,
  type InferenceCounters,
  type InferenceGauges,
  type InferenceStats,
} from './inference-stats.js';
export { scoreLabels, toProbabilities, type LabelScore, type Scoring, type ScoreRule } from './label-score.js';
export { toLogText } from './log-text.js';
export { LoadedModel, modelTag, type ModelDescription, type WindowPolicy } from './model-description.js';
export {
  modelLoadingError,
  overloadedError,
  PredictionError,
  type PredictionErrorKind,
  type PredictionErrorOptions,
} from './prediction-error.js';
export { isFailure, type Prediction, type TextFailure, type TextOutcome } from './prediction.js';
export {
  getScoredLabels,
  listScoredLabels,
  selectLogits,
  type LabelModel,
  type ScoredLabels,
} from './scored-labels.js';
export { ServingStatus, type ServingState } from './serving-status.js';

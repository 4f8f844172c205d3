/** Probabilities of the classes of Comprehend. A class that the model does not have is 0; no model has `Mixed`. */
export interface SentimentScore {
  readonly Positive: number;
  readonly Negative: number;
  readonly Neutral: number;
  readonly Mixed: 0;
}

/** The answer of DetectSentiment. */
export interface DetectedSentiment {
  readonly Sentiment: string;
  readonly SentimentScore: SentimentScore;
}

/** The answer of BatchDetectSentiment. Each text is in one of the lists, which are in the order of the request. */
export interface DetectedSentiments {
  readonly ResultList: readonly (DetectedSentiment & { readonly Index: number })[];
  readonly ErrorList: readonly BatchItemError[];
}

export interface BatchItemError {
  readonly Index: number;
  readonly ErrorCode: 'INVALID_REQUEST' | 'TEXT_SIZE_LIMIT_EXCEEDED' | 'INTERNAL_SERVER_ERROR';
  readonly ErrorMessage: string;
}

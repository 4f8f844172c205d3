/** Written by `npm run client:types` from the OpenAPI document of the service. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly ProblemFault: {
      /**
       * @description JSON pointer (RFC 6901) into the request body.
       * @example /text/2
       */
      readonly pointer: string;
      /**
       * @description The fault at `pointer`: a sentence, or a part of a sentence such as `must be a string`.
       * @example must be a string
       */
      readonly detail: string;
    };
    readonly Problem: {
      /**
       * @description Kind of the problem. `about:blank`: the error has no kind of its own, and the status describes it.
       * @example urn:sentiment:problem:invalid-request
       */
      readonly type: string;
      /**
       * @description Short description of this kind of problem.
       * @example The request is not valid
       */
      readonly title: string;
      /**
       * @description HTTP status of the answer.
       * @example 422
       */
      readonly status: number;
      /** @description A sentence about the error. It never contains a text of the request. */
      readonly detail: string;
      /**
       * @description URN of the request. It ends with the X-Request-Id of the answer.
       * @example urn:request:0b8cf0ee-6f3c-4f0e-9d0c-1f6e3f8d2a11
       */
      readonly instance: string;
      /** @description Places in the body that have a fault, at most 100. */
      readonly errors?: readonly components['schemas']['ProblemFault'][];
      /** @description Number of places in the body that have a fault. It may be larger than the length of `errors`. */
      readonly errorCount?: number;
      /** @description Estimated time from the arrival of this request to its answer, in milliseconds. Only in problems of the kind `overloaded`. */
      readonly estimatedWaitMs?: number;
    };
    readonly Document: {
      /**
       * @description Name of the document, which the answer repeats. Two documents of a request must not have the same `id`.
       * @example review-1
       */
      readonly id?: string;
      /**
       * @description The text. A blank text is valid.
       * @example The room was lovely. The staff ignored us all week.
       */
      readonly text: string;
      /**
       * @description Language of the text: an ISO 639-1 code of two letters, or such a code with a region. Without it, the service detects the language.
       * @example en
       */
      readonly language?: string;
    };
    readonly AnalysisRequest: {
      /** @description The documents, at most MAX_TEXTS. */
      readonly documents: readonly components['schemas']['Document'][];
      /**
       * @description Whether the service classifies each sentence too. Default: `true`. With `false`, no document is `mixed`, and the answer has neither `sentences` nor `evidence`.
       * @example true
       */
      readonly sentences?: boolean;
      /**
       * @description Whether the answer tells what each word contributes. Default: `false`. With `true`, the service uses no cache.
       * @example false
       */
      readonly explain?: boolean;
      /**
       * @description Whether sentences and words have their offset and length in code points too. Default: `false`, which means only UTF-16 units.
       * @example false
       */
      readonly codePoints?: boolean;
      /**
       * @description A document is `uncertain` if its highest score is less than this number and it is not `mixed`. `abstain` in the manifest of the model tells the precision for some scores.
       * @example 0.6
       */
      readonly minScore?: number;
    };
    readonly Sentiment: {
      /**
       * @description A label of the model. GET /model lists the labels.
       * @example POSITIVE
       */
      readonly label: string;
      /**
       * @description Probability of the label. The scores of a text sum to 1 if the scoring of the model is softmax.
       * @example 0.99
       */
      readonly score: number;
    };
    readonly AnalyzedSentence: {
      /**
       * @description Place in the text, in UTF-16 units.
       * @example 0
       */
      readonly offset: number;
      /**
       * @description Length in UTF-16 units.
       * @example 20
       */
      readonly length: number;
      /**
       * @description Place in the text, in code points. Only if the request has `"codePoints": true`.
       * @example 0
       */
      readonly codePointOffset?: number;
      /**
       * @description Length in code points. Only if the request has `"codePoints": true`.
       * @example 20
       */
      readonly codePointLength?: number;
      /**
       * @description The label with the highest score.
       * @example POSITIVE
       */
      readonly label: string;
      /**
       * @description Score of the label.
       * @example 0.97
       */
      readonly score: number;
    };
    readonly Evidence: {
      /**
       * @description Place in the text, in UTF-16 units.
       * @example 0
       */
      readonly offset: number;
      /**
       * @description Length in UTF-16 units.
       * @example 20
       */
      readonly length: number;
      /**
       * @description Place in the text, in code points. Only if the request has `"codePoints": true`.
       * @example 0
       */
      readonly codePointOffset?: number;
      /**
       * @description Length in code points. Only if the request has `"codePoints": true`.
       * @example 20
       */
      readonly codePointLength?: number;
      /**
       * @description The direction that the sentence speaks for.
       * @enum {string}
       */
      readonly direction: 'positive' | 'negative';
      /**
       * @description Index of the sentence in `sentences`.
       * @example 0
       */
      readonly sentence: number;
    };
    readonly WordContribution: {
      /**
       * @description Place in the text, in UTF-16 units.
       * @example 0
       */
      readonly offset: number;
      /**
       * @description Length in UTF-16 units.
       * @example 20
       */
      readonly length: number;
      /**
       * @description Place in the text, in code points. Only if the request has `"codePoints": true`.
       * @example 0
       */
      readonly codePointOffset?: number;
      /**
       * @description Length in code points. Only if the request has `"codePoints": true`.
       * @example 20
       */
      readonly codePointLength?: number;
      /**
       * @description Change of the polarity if the word is left out, as a share of the changes of all words. More than 0: the word makes the document more positive. Contributions do not add up where a word negates another word.
       * @example 0.4
       */
      readonly contribution: number;
    };
    readonly DocumentLanguage: {
      /**
       * @description ISO 639-1 code of the language, `und` if the text has no known words, or the language that the request names.
       * @example en
       */
      readonly code: string;
      /**
       * @description Estimated probability that the language is right. Absent if the request names the language.
       * @example 0.99
       */
      readonly confidence?: number;
    };
    readonly DocumentAnalysis: {
      /**
       * @description The `id` of the request, if it has one.
       * @example review-1
       */
      readonly id?: string;
      /**
       * @description Index of the document in the request.
       * @example 0
       */
      readonly index: number;
      /**
       * @description `positive`, `negative` or `neutral`: the label with the highest score. `mixed`: strong sentences speak for both directions. `uncertain`: the highest score is less than `minScore`.
       * @example mixed
       * @enum {string}
       */
      readonly sentiment: 'positive' | 'negative' | 'neutral' | 'mixed' | 'uncertain';
      /** @description All labels of the model, with the highest score first. */
      readonly scores: readonly components['schemas']['Sentiment'][];
      /** @description The sentences of the part that the model read, in order. Absent if the request has `"sentences": false`. */
      readonly sentences?: readonly components['schemas']['AnalyzedSentence'][];
      /** @description The sentences that carry the answer most: at most two for each direction, with the strongest first. Absent if the request has `"sentences": false`. */
      readonly evidence?: readonly components['schemas']['Evidence'][];
      /** @description The words, in order. Only if the request has `"explain": true`. */
      readonly words?: readonly components['schemas']['WordContribution'][];
      /** @description Language of the document. Absent if the setting LANGUAGE_POLICY (off, warn, reject) is `off`. */
      readonly language?: components['schemas']['DocumentLanguage'];
      /**
       * @description Number of tokens that the model read.
       * @example 14
       */
      readonly tokens: number;
      /**
       * @description Length of the text in UTF-16 units.
       * @example 51
       */
      readonly characters: number;
      /**
       * @description Share of the text that the model read.
       * @example 1
       */
      readonly readShare: number;
      /**
       * @description `truncated`: the model read only the beginning. `language`: the document is not in a language of the model. `unknown-characters`: the model does not know some characters. `short`: the text has hardly any words.
       * @example []
       */
      readonly warnings: readonly ('truncated' | 'language' | 'unknown-characters' | 'short')[];
    };
    readonly DocumentError: {
      /**
       * @description The `id` of the request, if it has one.
       * @example review-2
       */
      readonly id?: string;
      /**
       * @description Index of the document in the request.
       * @example 1
       */
      readonly index: number;
      /**
       * @description `text-refused`: the document crashed model processes. `text-failed`: the model failed on the document. `unsupported-language`: the document is not in a language of the model, and the setting LANGUAGE_POLICY is `reject`.
       * @example unsupported-language
       * @enum {string}
       */
      readonly kind: 'text-refused' | 'text-failed' | 'unsupported-language';
      /**
       * @description A sentence about the error.
       * @example The model does not read texts in the language "de".
       */
      readonly detail: string;
    };
    readonly AnalysisResponse: {
      /** @description The analyzed documents, in the order of the request. */
      readonly documents: readonly components['schemas']['DocumentAnalysis'][];
      /** @description The documents without an answer, in the order of the request. They do not change the answers of other documents. */
      readonly errors: readonly components['schemas']['DocumentError'][];
    };
    readonly WindowInformation: {
      /**
       * @description Length of a window in tokens.
       * @example 128
       */
      readonly tokens: number;
      /**
       * @description Smallest number of tokens that are in a window and in the next window too.
       * @example 16
       */
      readonly overlapTokens: number;
      /**
       * @description Largest number of windows of a text (setting MAX_WINDOWS). 1: the service cuts longer texts to `maxTokens`.
       * @example 16
       */
      readonly maxWindows: number;
      /**
       * @description The service divides the mean of the outputs of all windows by this number.
       * @example 1
       */
      readonly temperature: number;
    };
    readonly ModelInformation: {
      /**
       * @description Name of the model.
       * @example minilm-l6-sentiment
       */
      readonly name: string;
      /**
       * @description Version of the model.
       * @example 1.0.0
       */
      readonly version: string;
      /** @description SHA-256 over what decides the answers of the model in its folder. The setting MAX_WINDOWS (`windows`) is not part of it. */
      readonly digest: string;
      /**
       * @description Number format of the weights.
       * @example int8
       */
      readonly precision: string;
      /**
       * @description All labels of the model, the neutral label included, in the order of its outputs (logits).
       * @example [
       *       "NEGATIVE",
       *       "NEUTRAL",
       *       "POSITIVE"
       *     ]
       */
      readonly labels: readonly string[];
      /**
       * @description The label of texts that are neither positive nor negative. Answers have it only for requests with `"neutral": true`. null: the model has no neutral label, and the service answers such requests with 422.
       * @example NEUTRAL
       */
      readonly neutralLabel: string | null;
      /**
       * @description softmax: exactly one label is right, and the scores of a text sum to 1. sigmoid: each label has a score of its own, independent of the others.
       * @example softmax
       * @enum {string}
       */
      readonly scoring: 'softmax' | 'sigmoid';
      /**
       * @description The service divides the outputs of the model (logits) by this number before it computes scores. As a result, scores are close to the share of right answers: of the answers with a score near 0.9, about 90 % are right. The temperature was chosen with texts that are not in the training data.
       * @example 1.8
       */
      readonly temperature: number;
      /**
       * @description The service uses this number instead of `temperature` for requests with `"neutral": true`. null: the service uses `temperature` for all requests.
       * @example 1.9
       */
      readonly threeClassTemperature: number | null;
      /**
       * @description Maximum length of an input of the model in tokens. The model reads a longer text in `windows`.
       * @example 512
       */
      readonly maxTokens: number;
      /** @description How the model reads a text that is longer than `maxTokens`: in overlapping windows. The score is that of the mean of all windows. */
      readonly windows: components['schemas']['WindowInformation'];
      /**
       * @description Maximum length of a text in UTF-16 code units. The service does not read the rest of a longer text.
       * @example 28448
       */
      readonly maxChars: number;
      /**
       * @description Languages that the model reads, as ISO 639-1 codes. Empty: the file `manifest.json` does not name them.
       * @example [
       *       "en"
       *     ]
       */
      readonly languages: readonly string[];
      /**
       * @description Accuracy, from 0 to 1, on a data set. The file `manifest.json` in the model folder has the name of the data set. null: it was not measured.
       * @example 0.9
       */
      readonly accuracy: number | null;
    };
    readonly HealthStatus: {
      /**
       * @description healthy: the model can answer now. unhealthy: the model cannot answer now.
       * @enum {string}
       */
      readonly status: 'healthy' | 'unhealthy';
    };
    readonly SentimentRequest: {
      /**
       * @description The texts, in the language of the model (English for the shipped model). A blank text is valid. The model reads a long text in overlapping windows. If a text is longer than all windows, `truncated` lists its index.
       * @example [
       *       "This is fun",
       *       "the movie was awful"
       *     ]
       */
      readonly text: readonly string[];
      /**
       * @description `true`: each list also has the neutral label of the model (`neutralLabel` of GET /model). `false` or absent: each list has only the other labels. If `neutral` is `true` and the model has no neutral label, the service answers 422.
       * @example false
       */
      readonly neutral?: boolean;
    };
    readonly SentimentResponse: {
      /**
       * @description One list for each text, in the order of the request. Each list has every label of the model except the neutral label, with the highest score first. With `"neutral": true` in the request, each list also has the neutral label.
       * @example [
       *       [
       *         {
       *           "label": "POSITIVE",
       *           "score": 0.9856981635093689
       *         },
       *         {
       *           "label": "NEGATIVE",
       *           "score": 0.014301827177405357
       *         }
       *       ],
       *       [
       *         {
       *           "label": "NEGATIVE",
       *           "score": 0.9865080118179321
       *         },
       *         {
       *           "label": "POSITIVE",
       *           "score": 0.013491983525454998
       *         }
       *       ]
       *     ]
       */
      readonly predictions: readonly (readonly components['schemas']['Sentiment'][])[];
      /**
       * @description Indexes of the texts that are longer than what the model reads (`windows` of GET /model). Absent when there are none.
       * @example [
       *       0
       *     ]
       */
      readonly truncated?: readonly number[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

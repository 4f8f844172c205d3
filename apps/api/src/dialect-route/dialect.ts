import type { ClassificationResult, LabelScore, ModelDescription } from '#libs/prediction';
import type { DialectName } from '../config/dialect-names.js';
import type { ErrorBody, ErrorRenderer } from '../http/errors/answer-error.js';

/** The type of the answers of dialects: without the charset that Express adds, because the client of KServe would show no error text. */
export const DIALECT_MEDIA_TYPE = 'application/json';

/** What a dialect needs to know to read a request. */
export interface DialectContext {
  /** Undefined until the model is loaded; then the classifier refuses the request. */
  readonly model: ModelDescription | undefined;
  /** Most texts in one request. */
  readonly maxTexts: number;
  /** Whether answers have all labels of the model, the neutral one too. */
  readonly hasAllLabels: boolean;
  /** Whether the limits of the cloud whose format it is hold too. */
  readonly hasCloudLimits: boolean;
  /** Whether a document whose sentences contradict each other is `mixed`. */
  readonly hasMixed: boolean;
}

/** The answer to a request, in the format of a dialect. */
export interface DialectAnswer {
  /** Written as JSON, or as the dialect encodes it. */
  readonly body: object;
  /** The first label of each answered text, for metrics. */
  readonly firstLabels: readonly LabelScore[];
  /** Indexes of the texts that the model read only in part. */
  readonly truncated: readonly number[];
}

/** A request that was read: its texts, and how their predictions become an answer. */
export interface DialectRequest {
  readonly texts: readonly string[];
  /** @throws RequestError `text-failed`, `text-refused`, `invalid-request` */
  readonly render: (result: ClassificationResult) => DialectAnswer;
}

/** A wire format of requests for predictions, of their answers and errors. */
export interface Dialect {
  /** The value of the setting DIALECTS, and of the label of metrics; undefined for the service's own format. */
  readonly name: DialectName | undefined;
  /** @returns whether a JSON body is of this dialect, on a route that several dialects share */
  matches(body: unknown): boolean;
  /** @throws RequestError `invalid-request` */
  parse(body: unknown, context: DialectContext): DialectRequest;
  readonly renderError: ErrorRenderer<ErrorBody>;
  /** The Content-Type of answers; `application/json` if undefined. */
  readonly mediaType?: string;
  /** Writes the bodies of answers; they are JSON if undefined. */
  readonly encodeBody?: (body: object) => Uint8Array;
}

/** The part of a dialect that an answer needs, once the request was read. */
export type AnsweringDialect = Pick<Dialect, 'name' | 'renderError' | 'mediaType' | 'encodeBody'>;

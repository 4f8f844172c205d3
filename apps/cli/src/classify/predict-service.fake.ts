import type { ModelInformation } from '#libs/client';

const NOT_FINITE = 'The model has no finite answer for this text.';

/** A model of two labels, and a neutral one on request. */
export const FAKE_MODEL: ModelInformation = {
  name: 'fake',
  version: '1.0.0',
  digest: '0123456789ab'.padEnd(64, '0'),
  precision: 'int8',
  labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
  neutralLabel: 'NEUTRAL',
  scoring: 'softmax',
  temperature: 1,
  threeClassTemperature: null,
  maxTokens: 4,
  windows: { tokens: 4, overlapTokens: 1, maxWindows: 1, temperature: 1 },
  maxChars: 20_000,
  languages: [],
  accuracy: null,
};

/** The score of POSITIVE that the fake service gives a text: it depends on nothing but the text. */
export function toFakeScore(text: string): number {
  return (text.length % 90) / 100 + 0.01;
}

/** A service that answers by its rules, in the place of `fetch`. */
export class PredictServiceFake {
  /** The texts of each request, in order. */
  readonly requests: string[][] = [];
  modelTag: string | undefined = 'fake@0123456789ab';
  maxTexts = 1_000;
  maxBodyBytes = 2 * 1_024 * 1_024;
  /** Characters that the model has time for in one request. */
  maxChars = Number.POSITIVE_INFINITY;
  /** Places that a problem lists. */
  maxErrors = 100;
  /** Answers that come before all others. */
  readonly next: (Response | Error)[] = [];

  readonly fetch = (_: unknown, { body }: RequestInit = {}): Promise<Response> => {
    const json = typeof body === 'string' ? body : '';
    const { text: texts, neutral = false } = JSON.parse(json) as { text: string[]; neutral?: boolean };
    this.requests.push(texts);
    const next = this.next.shift();
    if (next) return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    return Promise.resolve(this.refuse(json, texts) ?? this.predict(texts, neutral));
  };

  private refuse(json: string, texts: readonly string[]): Response | undefined {
    if (Buffer.byteLength(json) > this.maxBodyBytes)
      return this.toProblem(413, 'body-too-large', 'The body is too large.');
    if (texts.length > this.maxTexts) {
      const errors = [{ pointer: '/text', detail: `must have at most ${this.maxTexts} texts` }];
      return this.toProblem(422, 'invalid-request', 'There are too many texts.', errors);
    }
    if (texts.join('').length > this.maxChars) return this.toProblem(429, 'overloaded', 'There is too much work.');
    const errors = texts.flatMap((text, index) =>
      text.includes('NAN') ? [{ pointer: `/text/${index}`, detail: NOT_FINITE }] : [],
    );
    if (errors.length === 0) return undefined;
    return this.toProblem(500, 'text-failed', 'Some texts have no answer.', errors.slice(0, this.maxErrors));
  }

  private predict(texts: readonly string[], neutral: boolean): Response {
    const predictions = texts.map((text) => {
      const positive = toFakeScore(text);
      const scores = [
        { label: 'POSITIVE', score: positive },
        { label: 'NEGATIVE', score: 1 - positive },
        ...(neutral ? [{ label: 'NEUTRAL', score: 0 }] : []),
      ];
      return scores.sort((one, other) => other.score - one.score);
    });
    const truncated = texts.flatMap((text, index) => (text.length > FAKE_MODEL.maxChars ? [index] : []));
    return this.respond(200, { predictions, ...(truncated.length > 0 && { truncated }) });
  }

  private toProblem(status: number, kind: string, detail: string, errors?: readonly object[]): Response {
    return this.respond(status, { type: `urn:sentiment:problem:${kind}`, title: kind, status, detail, errors });
  }

  private respond(status: number, body: unknown): Response {
    const headers = this.modelTag === undefined ? {} : { 'x-model': this.modelTag };
    return new Response(JSON.stringify(body), { status, headers });
  }
}

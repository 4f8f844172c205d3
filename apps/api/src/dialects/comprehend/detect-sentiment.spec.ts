import { DIALECT_CONTEXT } from '../../dialect-route/dialect-context.fake.js';
import { describe, expect, it } from 'vitest';
import { THREE_CLASS_MODEL, toOutcome } from '../../dialect-route/model.fake.js';
import { readBatchDetectSentiment } from './batch-detect-sentiment.js';
import { readDetectSentiment } from './detect-sentiment.js';

const CONTEXT = { ...DIALECT_CONTEXT, maxTexts: 30 };
const STRICT = { ...CONTEXT, hasCloudLimits: true };
const POSITIVE = toOutcome([0, 0, 3]);
const NEUTRAL_AND_CUT = toOutcome([0, 3, 0], { truncated: true });
const FAILED = { failure: 'There is no answer.', isRefused: false };
const REFUSED = { failure: 'Model processes crashed on this text.', isRefused: true };
const REST = { model: THREE_CLASS_MODEL, timings: undefined, lookup: undefined };
const LONG = 'é'.repeat(2_501);

const matchError = (type: string, message: string | RegExp = '') =>
  expect.objectContaining({ type, message: expect.stringMatching(message) as string }) as Error;

describe('DetectSentiment', () => {
  it('answers one text with the class in capitals and four scores', () => {
    const { texts, render } = readDetectSentiment({ Text: 'a', LanguageCode: 'en' }, CONTEXT);
    expect(texts).toEqual(['a']);
    const answer = render({ ...REST, outcomes: [POSITIVE] });
    expect(answer).toMatchObject({
      body: { Sentiment: 'POSITIVE', SentimentScore: { Mixed: 0 } },
      firstLabels: [{ label: 'POSITIVE' }],
      truncated: [],
    });
    expect(Object.keys((answer.body as { SentimentScore: object }).SentimentScore)).toEqual([
      'Positive',
      'Negative',
      'Neutral',
      'Mixed',
    ]);
    expect(render({ ...REST, outcomes: [NEUTRAL_AND_CUT] })).toMatchObject({
      body: { Sentiment: 'NEUTRAL' },
      truncated: [0],
    });
  });

  it.each([[undefined], [null], [7], [['a']], [''], [' \n']])('refuses the text %j', (Text) => {
    expect(() => readDetectSentiment({ Text }, CONTEXT)).toThrow(matchError('InvalidRequestException'));
  });

  it('refuses more than 5,000 bytes with the limits of the cloud alone', () => {
    expect(readDetectSentiment({ Text: LONG }, CONTEXT).texts).toHaveLength(1);
    expect(readDetectSentiment({ Text: LONG.slice(1) }, STRICT).texts).toHaveLength(1);
    const read = () => readDetectSentiment({ Text: LONG }, STRICT);
    expect(read).toThrow(
      matchError('TextSizeLimitExceededException', /while in this request the text size is 5002 bytes$/),
    );
  });

  it('fails with the text', () => {
    const { render } = readDetectSentiment({ Text: 'a' }, CONTEXT);
    expect(() => render({ ...REST, outcomes: [FAILED] })).toThrow(expect.objectContaining({ kind: 'text-failed' }));
    expect(() => render({ ...REST, outcomes: [REFUSED] })).toThrow(expect.objectContaining({ kind: 'text-refused' }));
  });
});

describe('BatchDetectSentiment', () => {
  it('has each text in one of its two lists, in the order of the request', () => {
    const body = { TextList: ['a', '', 'b', 'c', ' ', 'd'] };
    const { texts, render } = readBatchDetectSentiment(body, CONTEXT);
    expect(texts).toEqual(['a', 'b', 'c', 'd']);
    const answer = render({ ...REST, outcomes: [POSITIVE, FAILED, NEUTRAL_AND_CUT, REFUSED] });
    expect(answer).toMatchObject({
      body: {
        ResultList: [
          { Index: 0, Sentiment: 'POSITIVE' },
          { Index: 3, Sentiment: 'NEUTRAL' },
        ],
        ErrorList: [
          { Index: 1, ErrorCode: 'INVALID_REQUEST', ErrorMessage: 'The text is empty.' },
          { Index: 2, ErrorCode: 'INTERNAL_SERVER_ERROR', ErrorMessage: 'There is no answer.' },
          { Index: 4, ErrorCode: 'INVALID_REQUEST', ErrorMessage: 'The text is empty.' },
          { Index: 5, ErrorCode: 'INVALID_REQUEST', ErrorMessage: 'Model processes crashed on this text.' },
        ],
      },
      firstLabels: [{ label: 'POSITIVE' }, { label: 'NEUTRAL' }],
      truncated: [3],
    });
  });

  it('has both lists when one of them is empty', () => {
    const { render } = readBatchDetectSentiment({ TextList: [''] }, CONTEXT);
    expect(render({ ...REST, outcomes: [] }).body).toMatchObject({ ResultList: [], ErrorList: [{ Index: 0 }] });
    const other = readBatchDetectSentiment({ TextList: ['a'] }, CONTEXT);
    expect(other.render({ ...REST, outcomes: [POSITIVE] }).body).toMatchObject({ ErrorList: [] });
  });

  it.each([
    [undefined, CONTEXT, 'InvalidRequestException'],
    [[], CONTEXT, 'InvalidRequestException'],
    ['a', CONTEXT, 'InvalidRequestException'],
    [['a', 7], CONTEXT, 'InvalidRequestException'],
    [Array<string>(31).fill('a'), CONTEXT, 'BatchSizeLimitExceededException'],
    [Array<string>(26).fill('a'), STRICT, 'BatchSizeLimitExceededException'],
  ])('refuses the texts %j', (TextList, context, type) => {
    expect(() => readBatchDetectSentiment({ TextList }, context)).toThrow(matchError(type));
  });

  it('takes what is past a limit of the cloud for a text with an error, with the limits of the cloud alone', () => {
    expect(readBatchDetectSentiment({ TextList: ['a', LONG] }, CONTEXT).texts).toHaveLength(2);
    const { render } = readBatchDetectSentiment({ TextList: ['a', LONG] }, STRICT);
    expect(render({ ...REST, outcomes: [POSITIVE] }).body).toMatchObject({
      ErrorList: [{ Index: 1, ErrorCode: 'TEXT_SIZE_LIMIT_EXCEEDED' }],
    });
  });
});

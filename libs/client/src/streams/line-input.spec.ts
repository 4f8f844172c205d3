import { describe, expect, it } from 'vitest';
import { toSentLine } from './line-input.js';

const PREDICT = { path: '/predict', values: {} } as const;
const ANALYZE = { path: '/analyze', values: { sentences: false, minScore: 0.6 } } as const;
const parse = (...args: Parameters<typeof toSentLine>): unknown => JSON.parse(toSentLine(...args).json);

/** A row as an object-relational mapper gives it. */
class Review {
  constructor(private readonly row: Readonly<Record<string, string>>) {}

  get text(): string | undefined {
    return this.row.text;
  }

  get language(): string | undefined {
    return this.row.language;
  }
}

describe('A line that is sent', () => {
  it('has the text and the options of the route, and no other property of a row', () => {
    const row = { id: 'a', text: 'Fine.', email: 'ann@example.com', language: 'x', sentences: 3, neutral: true };
    expect(parse(row, 7, PREDICT)).toEqual({ id: 7, text: 'Fine.', neutral: true });
    expect(toSentLine(row, 7, PREDICT).id).toBe('a');
  });

  it('has the options of its own in the place of those of the stream', () => {
    const line = {
      text: 'Fine.',
      language: 'en',
      sentences: true,
      explain: true,
      codePoints: true,
      minScore: undefined,
    };
    expect(parse(line, 0, ANALYZE)).toEqual({ ...line, id: 0, minScore: 0.6 });
    expect(parse('Fine.', 0, ANALYZE)).toEqual({ id: 0, text: 'Fine.', sentences: false, minScore: 0.6 });
  });

  it('may have its text and options from the class of an object', () => {
    expect(parse(new Review({ text: 'Fine.', language: 'en' }), 0, ANALYZE)).toMatchObject({
      text: 'Fine.',
      language: 'en',
    });
  });

  it.each([undefined, null, 1, {}, [], ['text'], { text: 1 }, () => 'text'])('is not made of %j', (value) => {
    expect(() => toSentLine(value, 4, PREDICT)).toThrow(
      new TypeError('line 4 is neither a text nor an object with a text'),
    );
  });
});

import type { RepeatedRequest } from './attack-job.js';
import { combiningMarks, fill, hangulText } from './large-texts.js';
import { newWord } from './new-word.js';
import { postHead, requestHead } from './request-head.js';
import { WIDE_BODIES } from './wide-bodies.js';

/** Makes the bytes of the next request, in the parts to write. */
export type RequestMaker = () => readonly (string | Buffer)[];

const MOST_TEXTS = 1_000;
const LONG_TEXT_WORDS = 400;

/** The makers, each for the key that its connections use. */
export const REPEATED_REQUESTS: Readonly<Record<RepeatedRequest, (key: string | undefined) => RequestMaker>> = {
  'Hangul text': (key) => largeText(key, hangulText()),
  'U+1D160 text': (key) => largeText(key, fill('\u{1D160}')),
  'combining marks': (key) => largeText(key, combiningMarks()),
  'one letter': (key) => largeText(key, fill('a')),
  blanks: (key) => largeText(key, fill(' ')),
  'empty strings': (key) => same(post(key, JSON.stringify({ text: Array<string>(MOST_TEXTS).fill('') }))),
  metrics: (key) => same(requestHead('GET /metrics', key)),
  'invalid body': (key) => same(post(key, '{"text":[5]}')),
  'deep arrays': (key) => same(post(key, WIDE_BODIES['deep arrays']())),
  'empty objects': (key) => same(post(key, WIDE_BODIES['empty objects']())),
  'empty arrays': (key) => same(post(key, WIDE_BODIES['empty arrays']())),
  'many texts': (key) => () => [post(key, JSON.stringify({ text: Array.from({ length: MOST_TEXTS }, shortText) }))],
  'long text': (key) => () => [post(key, JSON.stringify({ text: [longText()] }))],
};

/** A new text with each request, which shares all of its bytes but the first word's. */
function largeText(key: string | undefined, text: string): RequestMaker {
  const tail = Buffer.from(`${text}"]}`);
  const opening = '{"text":["';
  const head = postHead(key, `Content-Length: ${opening.length + newWord().length + tail.length}`);
  return () => [head + opening + newWord(), tail];
}

function same(request: string): RequestMaker {
  const parts = [Buffer.from(request)];
  return () => parts;
}

function post(key: string | undefined, body: string): string {
  return postHead(key, `Content-Length: ${Buffer.byteLength(body)}`) + body;
}

function shortText(): string {
  return `the film ${newWord()} is slow, but its end is worth the time`;
}

function longText(): string {
  const word = newWord();
  return Array.from({ length: LONG_TEXT_WORDS }, (_, index) => (index % 10 === 0 ? word : 'film')).join(' ');
}

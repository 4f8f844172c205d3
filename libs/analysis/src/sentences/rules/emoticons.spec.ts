import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: emoticons and emoji', () => {
  it.each([
    'Great! :)‖ Thanks.',
    'Great!:)‖ Thanks.',
    'So sad... :(‖ never again',
    'Nice!😀‖ Bad.',
    'Nice‼️😀‖ Bad.',
    'Nice! 😀 👍🏽‖ very good',
    'Nice! 🇩🇪❤️‖Bad.',
    'It works. <3‖ really.',
    'It works. :-D‖ Really.',
    'He said "Yes!" 😀‖ Then he left.',
  ])('belong to the sentence before them in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'good :)‖ bad :(',
    'Best phone ever 😍‖ Battery lasts all day 🔥‖ Highly recommend',
    'happy with it :)‖\nthanks',
  ])('end a sentence without a terminator in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'I ❤️ New York.',
    'I 😍 this phone.',
    'I <3 NY.',
    'good :), bad :(',
    'See http://example.com:8080/Dir now.',
    'My new Acme™ Phone is good.',
    'Nice!😀, really',
    'Nice!‖\n😀 begins a line.',
  ])('do not end a sentence in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});

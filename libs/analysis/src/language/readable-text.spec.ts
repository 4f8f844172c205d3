import { describe, expect, it } from 'vitest';
import { MAX_READ_UNITS, readWords } from './readable-text.js';

describe('Language detection: the words that are read', () => {
  it.each([
    ['URLs', 'see https://example.com/a?b=c and www.example.org/x now', 'see and now'],
    ['URLs with letters of any script', 'см. https://example.com/привет/мир и www.пример.рф тут', 'см и тут'],
    ['URLs before Chinese text', '看https://example.com/a?b=c這個,很好', '看 這個 很好'],
    ['host names', 'see example.com/path and sub.example.de now', 'see and now'],
    ['e-mail addresses', 'ask ana.diaz+x@example.com now', 'ask now'],
    ['handles', 'hi @maria_lopez and @мария_2', 'hi and'],
    ['names of users and communities', 'u/someone in r/funny said', 'in said'],
    ['HTML tags', '<p class="grün">Good<br/>work</p>', 'good work'],
    ['character references', 'good&nbsp;work&#8217; &amp; more', 'good work more'],
    ['emoji', 'good 😀👍🏽 work ❤️', 'good work'],
    ['digits and punctuation', 'Room 12b, 3rd floor!', 'room b rd floor'],
    ['lone surrogates and NUL', 'good\ud800 wo\0rk\udc00', 'good wo rk'],
  ])('leave out %s', (_, text, words) => {
    expect(readWords(text)).toBe(words);
  });

  it('keep a less-than sign, an ampersand and a point that are part of a sentence', () => {
    expect(readWords('I <3 this & that.And more > less')).toBe('i this that and more less');
  });

  it('keep the apostrophes inside and before a word, and none after it', () => {
    expect(readWords("don't 'tis rock 'n' l’eau '' dogs'")).toBe("don't 'tis rock 'n l’eau dogs");
  });

  it('end at a blank near the bound', () => {
    const text = 'word '.repeat(MAX_READ_UNITS);
    expect(readWords(`${text.slice(0, MAX_READ_UNITS - 3)}tail and more`)).toBe('word '.repeat(399).trim());
  });

  it('end at the bound in a text without blanks', () => {
    expect(readWords('漢'.repeat(10_000))).toBe('漢'.repeat(MAX_READ_UNITS));
  });

  it('are none in an empty text', () => {
    expect(readWords('')).toBe('');
    expect(readWords(' \n 123 😀')).toBe('');
  });
});

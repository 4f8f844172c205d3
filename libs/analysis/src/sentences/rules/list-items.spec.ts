import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: list items', () => {
  it.each([
    '1. First‖\n2. Second‖\n10) Tenth',
    'We need‖\n- milk‖\n- eggs‖\n* bread‖\n• wine‖\n•beer‖\n+ water',
    'we need‖\na) milk‖\nb) eggs‖\n(c) bread‖\nd. wine‖\niv) water',
    'to do‖\r\n[ ] call‖\r\n[x] write',
    'we need‖\n  - milk‖\n  - eggs',
  ])('are sentences with their markers in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    '- milk and\n  some eggs',
    '- milk.‖ And eggs.‖\n- bread',
    '- milk‖\nthat is all',
    '- the staff was very friendly and helpful during all of the days of our\nstay',
    '1. First.‖ Then more.',
    'A. The first item.',
    'Take a) milk or b) eggs.',
  ])('end with their line in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'it was -\n5 degrees',
    'it costs\n3.50 dollars',
    'on the table there was a book with stories by\nJ. K. Rowling',
    'the price - a joke - is high',
    'it fell to\n-5 degrees',
  ])('are not found in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});

import { describe, expect, it } from 'vitest';
import { findColour } from './sentiment-colour.js';

const STARS = ['1 star', '2 stars', '3 stars', '4 stars', '5 stars'];
const MANY = Array.from({ length: 20 }, (_, index) => `emotion ${index}`);

describe('The colour of a sentiment', () => {
  it.each([
    ['one label', ['mixed', 'positive', 'negative', 'neutral', 'uncertain', 'other labels']],
    ['five labels', STARS],
    ['as many as a report counts', [...MANY, 'neutral', 'uncertain', 'other labels']],
  ])('is its own, with %s', (_, sentiments) => {
    const colours = sentiments.map((name) => findColour(name, sentiments));
    expect(new Set(colours).size).toBe(sentiments.length);
  });

  it('is from a whole ramp in the order of the labels', () => {
    const places = STARS.map((name) => Number(findColour(name, STARS).replace('other-', '')));
    expect(places).toEqual([0, 5, 10, 14, 19]);
  });
});

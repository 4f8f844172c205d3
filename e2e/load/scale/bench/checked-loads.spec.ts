import { describe, expect, it } from 'vitest';
import { CHECKED_LOADS, drawTexts } from './checked-loads.js';

const AVAILABLE = 30_000;

describe('drawTexts', () => {
  it.each(CHECKED_LOADS)('draws the same texts each time: $name', (load) => {
    const texts = drawTexts(load, AVAILABLE);
    expect(drawTexts(load, AVAILABLE)).toEqual(texts);
    expect(drawTexts({ ...load, seed: 99 }, AVAILABLE)).not.toEqual(texts);
    expect(Math.max(...texts)).toBeLessThan(AVAILABLE);
    const uniqueShare = texts.filter((id) => id >= load.catalogTexts).length / texts.length;
    expect(uniqueShare).toBeCloseTo(load.uniqueShare, 1);
  });

  it.each(CHECKED_LOADS)('has enough texts that come once for the whole load: $name', (load) => {
    const once = drawTexts(load, AVAILABLE).filter((id) => id >= load.catalogTexts);
    expect(new Set(once).size).toBe(once.length);
  });
});

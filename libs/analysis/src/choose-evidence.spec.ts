import { describe, expect, it } from 'vitest';
import { chooseEvidence } from './choose-evidence.js';

describe('Evidence', () => {
  it('is the strongest sentences of each direction, strongest first, at most two', () => {
    expect(chooseEvidence([0.5, -0.9, 0.9, 0.7, 0, -0.3])).toEqual([
      { index: 2, direction: 'positive' },
      { index: 3, direction: 'positive' },
      { index: 1, direction: 'negative' },
      { index: 5, direction: 'negative' },
    ]);
  });

  it('leaves sentences out that have hardly a direction', () => {
    expect(chooseEvidence([0.1, -0.1, 0])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { PoisonInputs } from './poison-inputs.js';

describe('PoisonInputs', () => {
  it('counts the losses of each text', () => {
    const poisonInputs = new PoisonInputs(2, 10);
    expect([
      poisonInputs.recordCrash('poison'),
      poisonInputs.recordCrash('poison'),
      poisonInputs.recordCrash('water'),
    ]).toEqual([1, 2, 1]);
    expect(['poison', 'water', 'wine'].map((text) => poisonInputs.countCrashes(text))).toEqual([2, 1, 0]);
  });

  it('clears a text that ran well', () => {
    const poisonInputs = new PoisonInputs(2, 10);
    poisonInputs.recordCrash('water');
    poisonInputs.clear('water');
    expect(poisonInputs.countCrashes('water')).toBe(0);
  });

  it('forgets the oldest when it is full', () => {
    const poisonInputs = new PoisonInputs(2, 2);
    for (const text of ['a', 'b', 'a', 'c']) poisonInputs.recordCrash(text);
    expect(['a', 'b', 'c'].map((text) => poisonInputs.countCrashes(text))).toEqual([2, 0, 1]);
  });

  it('keeps no text', () => {
    const poisonInputs = new PoisonInputs(2, 2);
    poisonInputs.recordCrash('a secret');
    const kept = [...(poisonInputs as unknown as { crashes: Map<string, number> }).crashes.keys()];
    expect(kept).toHaveLength(1);
    expect(kept.join()).not.toContain('secret');
  });
});

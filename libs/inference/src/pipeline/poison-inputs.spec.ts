import { describe, expect, it } from 'vitest';
import { PoisonInputs } from './poison-inputs.js';

describe('Poison inputs', () => {
  it('suspects a text after one crash, and refuses it after the maximum', () => {
    const poisonInputs = new PoisonInputs(2, 10);
    for (const text of ['poison', 'poison', 'water']) poisonInputs.recordCrash(text);
    const texts = ['poison', 'water', 'wine'];
    expect(texts.map((text) => poisonInputs.hasCrashed(text))).toEqual([true, true, false]);
    expect(texts.map((text) => poisonInputs.isRefused(text))).toEqual([true, false, false]);
  });

  it('clears a text that ran to its end', () => {
    const poisonInputs = new PoisonInputs(2, 10);
    poisonInputs.recordCrash('water');
    poisonInputs.clear('water');
    expect(poisonInputs.hasCrashed('water')).toBe(false);
  });

  it('drops the oldest text when its capacity is reached', () => {
    const poisonInputs = new PoisonInputs(2, 2);
    for (const text of ['a', 'b', 'a', 'c']) poisonInputs.recordCrash(text);
    expect(['a', 'b', 'c'].map((text) => poisonInputs.hasCrashed(text))).toEqual([true, false, true]);
    expect(poisonInputs.isRefused('a')).toBe(true);
  });

  it('keeps no text', () => {
    const poisonInputs = new PoisonInputs(2, 2);
    poisonInputs.recordCrash('a secret');
    const kept = [...(poisonInputs as unknown as { crashes: Map<string, number> }).crashes.keys()];
    expect(kept).toHaveLength(1);
    expect(kept.join()).not.toContain('secret');
  });
});

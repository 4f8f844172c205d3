import { describe, expect, it } from 'vitest';
import { SuspectTexts } from './poison-inputs.js';

describe('SuspectTexts', () => {
  it('counts the losses of each text', () => {
    const suspects = new SuspectTexts(2, 10);
    expect([suspects.countLoss('poison'), suspects.countLoss('poison'), suspects.countLoss('water')]).toEqual([
      1, 2, 1,
    ]);
    expect(['poison', 'water', 'wine'].map((text) => suspects.lossesOf(text))).toEqual([2, 1, 0]);
  });

  it('acquits a text that ran well', () => {
    const suspects = new SuspectTexts(2, 10);
    suspects.countLoss('water');
    suspects.acquit('water');
    expect(suspects.lossesOf('water')).toBe(0);
  });

  it('forgets the oldest when it is full', () => {
    const suspects = new SuspectTexts(2, 2);
    for (const text of ['a', 'b', 'a', 'c']) suspects.countLoss(text);
    expect(['a', 'b', 'c'].map((text) => suspects.lossesOf(text))).toEqual([2, 0, 1]);
  });

  it("keeps nobody's text", () => {
    const suspects = new SuspectTexts(2, 2);
    suspects.countLoss('a secret');
    const kept = [...(suspects as unknown as { losses: Map<string, number> }).losses.keys()];
    expect(kept).toHaveLength(1);
    expect(kept.join()).not.toContain('secret');
  });
});

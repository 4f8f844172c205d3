import { describe, expect, it } from 'vitest';
import { drawScores } from './draw-scores.js';
import { Plotter } from './plotter.js';

describe('The histograms of scores', () => {
  it.each([0.975, 0.9, 0.5, 0])(
    'name each score of their axis once, and rightly, when all are from %d on',
    async (from) => {
      const bins = { from, width: 0.025, counts: new Map([['positive', [7]]]) };
      const size = { widthPx: 340, isNarrow: true };
      const names = new Map([['positive', 'Positive']]);
      const sentiments = ['positive'];
      const picture = drawScores(
        await Plotter.load(),
        { bins, sentiments, colours: sentiments, names },
        size,
        'x',
      ).source;
      const axis = /aria-label="x-axis tick label".*?<\/g>/s.exec(picture)?.[0] ?? '';
      const ticks = [...axis.matchAll(/translate\(([\d.]+),[^>]*>([\d.]+)</g)].map(([, x, name]) => [
        Number(x),
        Number(name),
      ]);
      expect(ticks.length).toBeGreaterThan(2);
      expect(new Set(ticks.map(([, name]) => name)).size).toBe(ticks.length);
      const [[firstX = 0, first = 0] = [], [secondX = 0, second = 0] = []] = ticks;
      for (const [x = 0, name = 0] of ticks) {
        expect(first + ((second - first) * (x - firstX)) / (secondX - firstX)).toBeCloseTo(name, 3);
      }
    },
  );
});

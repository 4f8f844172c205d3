import { beforeAll, describe, expect, it } from 'vitest';
import { SentimentCounts } from '../aggregate/sentiment-counts.js';
import type { TimeBucket } from '../aggregate/time-buckets.js';
import { drawRows, drawShares } from './draw-time.js';
import { Plotter } from './plotter.js';

const NARROW = { widthPx: 340, isNarrow: true };
const WIDE = { widthPx: 1_000, isNarrow: false };

function createBuckets(firstDate: string, count: number, days: number): TimeBucket[] {
  const firstDay = Date.parse(firstDate) / 86_400_000;
  return Array.from({ length: count }, (_, index) => {
    const counts = new SentimentCounts();
    counts.add('positive');
    return { startDay: firstDay + index * days, endDay: firstDay + (index + 1) * days, counts };
  });
}

describe('The plot of time', () => {
  let plotter: Plotter;

  beforeAll(async () => {
    plotter = await Plotter.load();
  });

  it.each([
    [200, NARROW],
    [63, NARROW],
    [8, NARROW],
    [200, WIDE],
    [12, WIDE],
  ])('has gaps of at most a quarter of its %i bars', (count, size) => {
    const buckets = createBuckets('1900-01-01', count, 30);
    const pictures = [drawShares(plotter, buckets, ['positive'], size, 'x'), drawRows(plotter, buckets, size, 'x')];
    const pitchPx = (size.widthPx - 70) / count;
    for (const { source } of pictures) {
      const widths = [...source.matchAll(/<rect [^>]*?\bwidth="([^"]+)"/g)].map(([, width]) => Number(width));
      expect(widths).toHaveLength(count);
      expect(Math.min(...widths)).toBeGreaterThanOrEqual(0.74 * pitchPx);
      expect(Math.max(...widths)).toBeLessThan(pitchPx);
    }
  });

  it.each([
    ['days', createBuckets('2024-12-30', 5, 1), ['Dec 30 2024', 'Jan 1 2025', 'Jan 3', 'Jan 5']],
    ['two months of days', createBuckets('2024-03-01', 60, 1), ['Mar 1 2024', 'Mar 16', 'Mar 31', 'Apr 15']],
    ['weeks', createBuckets('2024-11-04', 12, 7), ['Nov 4 2024', 'Nov 25', 'Dec 16', 'Jan 6 2025']],
  ])('names the year below its first day, and below the first of the next year: %s', (_, buckets, expected) => {
    const { source } = drawShares(plotter, buckets, ['positive'], NARROW, 'x');
    const axis = /aria-label="x-axis tick label".*?<\/g>/s.exec(source)?.[0] ?? '';
    const names = [...axis.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, name = '']) =>
      name
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
    expect(names).toEqual(expected);
  });
});

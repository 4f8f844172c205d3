import { describe, expect, it } from 'vitest';
import { DateCounts } from './date-counts.js';

describe('The counts of dates', () => {
  it('have dates that lie far away beside the buckets, and lose no row', () => {
    const dates = new DateCounts('ymd');
    for (let row = 0; row < 600; row++) dates.add(`2024-03-${10 + (row % 20)}`, row, 'positive');
    for (const date of ['1900-01-01', '1970-01-01']) dates.add(date, 601, 'negative');
    dates.add('2099-12-31', 603, 'positive');
    const { unit, buckets, earlier, later } = dates.summarize();
    expect([unit, buckets.length]).toEqual(['day', 20]);
    expect(buckets.reduce((sum, { counts }) => sum + counts.total, 0)).toBe(600);
    expect([earlier?.counts.get('negative'), later?.counts.get('positive')]).toEqual([2, 1]);
    expect([earlier?.firstDay, earlier?.lastDay]).toEqual([Date.UTC(1900) / 86_400_000, 0]);
  });

  it('have no outlying dates without dates', () => {
    const dates = new DateCounts('ymd');
    dates.add('', 1, 'positive');
    expect(dates.summarize()).toMatchObject({ buckets: [], earlier: undefined, later: undefined });
  });
});

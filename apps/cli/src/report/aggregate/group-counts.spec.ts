import { describe, expect, it } from 'vitest';
import { GroupCounts } from './group-counts.js';

describe('The counts of groups', () => {
  it('show the groups with the most rows, from the most positive to the most negative, and the others together', () => {
    const groups = new GroupCounts();
    for (const sentiment of ['negative', 'negative', 'positive']) groups.add('a', sentiment);
    for (const sentiment of ['positive', 'positive']) groups.add('b', sentiment);
    groups.add('c', 'neutral');
    groups.add('d', 'positive');
    const { shown, others, otherGroups, rowsOfLaterGroups } = groups.select(2);
    expect(shown.map(({ name, counts }) => [name, counts.total])).toEqual([
      ['b', 2],
      ['a', 3],
    ]);
    expect([others?.total, others?.get('positive'), otherGroups, rowsOfLaterGroups]).toEqual([2, 1, 2, 0]);
  });

  it('count the rows of groups past the limit together', () => {
    const groups = new GroupCounts(3);
    for (let index = 0; index < 10; index++) groups.add(`g${index}`, 'positive');
    groups.add('g1', 'negative');
    expect(groups.select(20)).toMatchObject({ otherGroups: 0, rowsOfLaterGroups: 7 });
    expect(groups.select(20).others?.total).toBe(7);
    expect(groups.select(1)).toMatchObject({ otherGroups: 2, rowsOfLaterGroups: 7 });
  });

  it('take names of properties of objects, and an empty one, as any other name', () => {
    const groups = new GroupCounts();
    for (const name of ['__proto__', 'constructor', '', '  ', '__proto__']) groups.add(name, 'positive');
    expect(groups.select(5).shown.map(({ name, counts }) => [name, counts.total])).toEqual([
      ['', 2],
      ['__proto__', 2],
      ['constructor', 1],
    ]);
  });

  it('tell groups apart by their first 200 characters', () => {
    const groups = new GroupCounts();
    groups.add(`${'x'.repeat(200)}1`, 'positive');
    groups.add(`${'x'.repeat(200)}2`, 'positive');
    expect(groups.select(5).shown.map(({ name, counts }) => [name.length, counts.total])).toEqual([[200, 2]]);
  });
});

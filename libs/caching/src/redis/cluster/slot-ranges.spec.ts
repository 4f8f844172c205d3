import { describe, expect, it } from 'vitest';
import { parseSlotRanges } from './slot-ranges.js';

const ASKED = { host: 'asked', port: 7000 };
const replica = ['10.0.0.2', 6379, 'id', []];

describe('the reply to CLUSTER SLOTS', () => {
  it('names the primary of each range of slots', () => {
    const reply = [
      [0, 5460, ['10.0.0.1', 6379, 'id', []], replica],
      [5461, 16_383, ['redis-2.example', 6380, 'id', ['ip', '10.0.0.3']]],
    ];
    expect(parseSlotRanges(reply, ASKED)).toEqual([
      { first: 0, last: 5460, primary: { host: '10.0.0.1', port: 6379 } },
      { first: 5461, last: 16_383, primary: { host: 'redis-2.example', port: 6380 } },
    ]);
  });

  it.each([[null], ['']])('names the server that was asked when it has the host %j', (host) => {
    const [range] = parseSlotRanges([[0, 16_383, [host, 7001, 'id']]], ASKED);
    expect(range?.primary).toEqual({ host: 'asked', port: 7001 });
  });

  it('names the address of a server that announces names and has none', () => {
    const [range] = parseSlotRanges([[0, 16_383, ['?', 7001, 'id', ['ip', '10.0.0.7']]]], ASKED);
    expect(range?.primary).toEqual({ host: '10.0.0.7', port: 7001 });
  });

  it.each([
    [
      'a server without a name and an address',
      [[0, 1, ['?', 7001, 'id', []]]],
      'the reply to CLUSTER SLOTS cannot be read',
    ],
    ['a host of two lines', [[0, 1, ['a\nb', 7001]]], 'the reply to CLUSTER SLOTS cannot be read'],
    ['no range', [], 'the cluster names no servers'],
    ['no array', 'OK', 'the reply to CLUSTER SLOTS cannot be read'],
    ['a slot past the last', [[0, 16_384, ['a', 1]]], 'the reply to CLUSTER SLOTS cannot be read'],
    ['a range that ends before it begins', [[2, 1, ['a', 1]]], 'the reply to CLUSTER SLOTS cannot be read'],
    ['a range without a server', [[0, 1]], 'the reply to CLUSTER SLOTS cannot be read'],
    ['a port that is none', [[0, 1, ['a', 70_000]]], 'the reply to CLUSTER SLOTS cannot be read'],
    [
      'too many primaries',
      Array.from({ length: 1_001 }, (_, slot) => [slot, slot, [`host-${slot}`, 6379]]),
      'the cluster names more than 1000 primaries',
    ],
  ])('is refused with %s', (_, reply, fault) => {
    expect(() => parseSlotRanges(reply, ASKED)).toThrow(fault);
  });
});

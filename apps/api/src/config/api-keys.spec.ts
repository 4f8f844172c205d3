import * as crypto from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ApiKeys } from './api-keys.js';

vi.mock('node:crypto', { spy: true });

const KEY = 'correct-horse-battery';
const OTHER = 'staple-0123456789abcdef';

describe('API keys', () => {
  it('know whose a key is', () => {
    const keys = new ApiKeys(`# two clients\n\nshop:${KEY}\r\nback-office:${OTHER}\n`);
    expect([keys.findName(KEY), keys.findName(OTHER), keys.count]).toEqual(['shop', 'back-office', 2]);
  });

  it('let a name have several keys, which are one client', () => {
    const keys = new ApiKeys(`shop:${KEY}\nshop:${OTHER}`);
    expect([keys.findName(KEY), keys.findName(OTHER)]).toEqual(['shop', 'shop']);
  });

  it.each([
    ['shorter', KEY.slice(0, -1)],
    ['longer', `${KEY}y`],
    ['empty', ''],
    ['as long', `${KEY.slice(0, -1)}x`],
    ['with its name', `shop:${KEY}`],
    ['padded', `${KEY}\0`],
    ['past the longest', KEY.padEnd(300, '\0')],
    ['in other letters', KEY.toUpperCase()],
  ])('do not know one that is %s', (_, wrong) => {
    expect(new ApiKeys(`shop:${KEY}`).findName(wrong)).toBeUndefined();
  });

  it('know the longest key there may be, and none that only begins like it', () => {
    const longest = 'k'.repeat(256);
    expect(new ApiKeys(`shop:${longest}`).findName(longest)).toBe('shop');
    expect(new ApiKeys(`shop:${longest}`).findName(`${longest}k`)).toBeUndefined();
  });

  it('know none but their own, whatever somebody sends', () => {
    const keys = new ApiKeys(`shop:${KEY}`);
    fc.assert(fc.property(fc.string(), (wrong) => wrong === KEY || keys.findName(wrong) === undefined));
  });

  it.each([1, 10_000])('look a key up by one digest and one access to a map, among %i keys', (count) => {
    const keys = new ApiKeys(Array.from({ length: count }, (_, index) => `client-${index}:${KEY}-${index}`).join('\n'));
    const [digests, accesses] = [vi.mocked(crypto.hash).mockClear(), vi.spyOn(Map.prototype, 'get')];
    const iterations = vi.spyOn(Map.prototype, Symbol.iterator);
    const names = [keys.findName(`${KEY}-${count - 1}`), keys.findName(OTHER)];
    const calls = [digests, accesses, iterations, vi.mocked(crypto.timingSafeEqual)].map(
      (spy) => spy.mock.calls.length,
    );
    vi.restoreAllMocks();
    expect(names).toEqual([`client-${count - 1}`, undefined]);
    expect(calls).toEqual([2, 2, 0, 0]);
  });

  it('compute no digest of what cannot be a key', () => {
    const keys = new ApiKeys(`shop:${KEY}`);
    const digests = vi.mocked(crypto.hash).mockClear();
    for (const text of ['', 'short', 'k'.repeat(257), 'k'.repeat(16_000), `${KEY}\n`]) keys.findName(text);
    expect(digests).not.toHaveBeenCalled();
  });

  it.each([
    ['', 'has no key'],
    ['# nothing yet\n', 'has no key'],
    [`shop:${KEY}\n${OTHER}`, 'must have <name>:<key> in line 2'],
    [`:${KEY}`, 'must have <name>:<key> in line 1'],
    [`the shop:${KEY}`, 'must have <name>:<key> in line 1'],
    ['shop:hunter2', 'must have a key of 16 to 256 visible ASCII characters in line 1'],
    ['shop:hunter2 hunter2 hunter2', 'must have a key of 16 to 256 visible ASCII characters in line 1'],
    [`shop:${'x'.repeat(257)}`, 'must have a key of 16 to 256 visible ASCII characters in line 1'],
    [`shop:${OTHER}\n\noffice:${OTHER}`, 'has the same key in lines 1 and 3'],
    [`shop:${OTHER}\nshop:${OTHER}`, 'has the same key in lines 1 and 2'],
  ])('say what is wrong with %j, and do not quote it', (file, fault) => {
    expect(() => new ApiKeys(file)).toThrow(fault);
    expect(() => new ApiKeys(file)).toThrow(/^((?!hunter2|staple).)*$/);
  });
});

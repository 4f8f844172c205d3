import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiKeys } from './api-keys.js';

const KEY = 'correct-horse-battery';
const OTHER = 'staple-0123456789abcdef';

describe('ApiKeys', () => {
  it('know whose a key is', () => {
    const keys = new ApiKeys(`# two clients\n\nshop:${KEY}\r\nback-office:${OTHER}\n`);
    expect([keys.findName(KEY), keys.findName(OTHER), keys.count]).toEqual(['shop', 'back-office', 2]);
  });

  it('let a name have several keys, so that one can be replaced without a gap', () => {
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

  it.each([
    ['', 'holds no key'],
    ['# nothing yet\n', 'holds no key'],
    [`shop:${KEY}\n${OTHER}`, 'line 2 must be <name>:<key>'],
    [`:${KEY}`, 'line 1 must be <name>:<key>'],
    [`the shop:${KEY}`, 'line 1 must be <name>:<key>'],
    ['shop:hunter2', 'the key in line 1 must have 16 to 256 visible ASCII characters'],
    ['shop:hunter2 hunter2 hunter2', 'the key in line 1 must have'],
    [`shop:${'x'.repeat(257)}`, 'the key in line 1 must have'],
  ])('say what is wrong with %j, and do not quote it', (file, fault) => {
    expect(() => new ApiKeys(file)).toThrow(fault);
    expect(() => new ApiKeys(file)).toThrow(/^((?!hunter2|staple).)*$/);
  });
});

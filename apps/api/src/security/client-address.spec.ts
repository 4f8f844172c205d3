import express, { type Request } from 'express';
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.js';

const PROXY = '10.0.0.1';

/** A request as Express sees it. */
function toRequest(forwardedFor: string | undefined, peer: string | undefined = PROXY, trusted: unknown = 1): Request {
  const app = express().set('trust proxy', trusted);
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return Object.assign(Object.create(app.request) as Request, { headers, socket: { remoteAddress: peer } });
}

const forwarded = (text: string): string => clientAddress(toRequest(text));

describe('Client address', () => {
  it.each([
    '192.0.2.1',
    '192.0.2.1:1',
    '192.0.2.1:65535',
    '[192.0.2.1]:443',
    '"192.0.2.1:443"',
    '::ffff:192.0.2.1',
    '::FFFF:192.0.2.1',
    '0:0:0:0:0:ffff:192.0.2.1',
    '::ffff:c000:201',
    '::ffff:192.0.2.1:443',
    '[::ffff:192.0.2.1]:443',
    '198.51.100.7, 192.0.2.1:443',
    '198.51.100.7,192.0.2.1',
    '198.51.100.7,\t192.0.2.1:443',
    'unknown, 192.0.2.1',
  ])('is the IPv4 address without its port, in every spelling: %s', (text) => {
    expect(forwarded(text)).toBe('192.0.2.1');
  });

  it.each([
    '2001:db8:0:1::1',
    '2001:DB8:0:1::1',
    '2001:0db8:0000:0001:0000:0000:0000:0001',
    '2001:db8:0:1:ffff:ffff:ffff:ffff',
    '2001:db8:0:1:ffff:ffff:192.0.2.1',
    '2001:db8:0:1::',
    '[2001:db8:0:1::1]',
    '[2001:db8:0:1::1]:443',
    '"[2001:db8:0:1::1]:443"',
    '2001:db8:0:1:0:0:0:1:443',
    '2001:db8:0:1::1:44300',
    '2001:db8:0:1::1%eth0',
    '[2001:db8:0:1::1%eth0]:443',
    '198.51.100.7, [2001:db8:0:1::1]:443',
  ])('is the /64 network of an IPv6 address, in every spelling: %s', (text) => {
    expect(forwarded(text)).toBe('2001:db8:0:1::/64');
  });

  it.each([
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
    ['1::5:6:7:8', '1:0:0:0::/64'],
    ['::4:5:6:7:8', '0:0:0:4::/64'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff:ffff::/64'],
  ])('keeps two networks apart: %s is %s', (text, network) => {
    expect(forwarded(text)).toBe(network);
  });

  it.each([
    '',
    'unknown',
    'UNKNOWN',
    '_hidden',
    '_hidden:443',
    '_SEVKISEK',
    'example.com',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.010',
    '192.0.2.1:',
    '192.0.2.1:http',
    '192.0.2.1:123456',
    '192.0.2.1:443:443',
    '192.0.2.1 443',
    '3221225985',
    '0xc0000201',
    '[192.0.2.1',
    '2001:db8::1::1',
    '[2001:db8::1]443',
    '[]:443',
    'for=192.0.2.1',
    '192.0.2.1, unknown',
  ])('is the address of the peer where the proxy names no address: %s', (text) => {
    expect(forwarded(text)).toBe(PROXY);
  });

  it.each([
    [PROXY, PROXY],
    [`::ffff:${PROXY}`, PROXY],
    ['2001:db8::7', '2001:db8:0:0::/64'],
    ['fe80::7%eth0', 'fe80:0:0:0::/64'],
  ])('is the address of the peer when nothing was forwarded: %s', (peer, address) => {
    expect(clientAddress(toRequest(undefined, peer))).toBe(address);
  });

  it('is the address of the peer when no proxy is trusted', () => {
    expect(clientAddress(toRequest('192.0.2.1', '198.51.100.7', false))).toBe('198.51.100.7');
  });

  it('skips the proxies that are trusted', () => {
    expect(clientAddress(toRequest('192.0.2.1:443, 10.0.0.2', PROXY, ['10.0.0.0/8']))).toBe('192.0.2.1');
    expect(clientAddress(toRequest('192.0.2.1:443, 10.0.0.2', PROXY, 2))).toBe('192.0.2.1');
  });

  it.each([
    ['digits', '1'.repeat(15_800)],
    ['an address with a long zone', `2001:db8::1%${'x'.repeat(15_000)}`],
    ['an address with many blanks', `192.0.2.1${' '.repeat(15_000)}:443`],
  ])('is the address of the peer for thousands of characters: %s', (_, text) => {
    expect(forwarded(text)).toBe(PROXY);
  });

  it('is the last address of a long list', () => {
    expect(forwarded('198.51.100.7, '.repeat(1_000) + '192.0.2.1:443')).toBe('192.0.2.1');
  });

  it('is one word when the connection has already ended', () => {
    const request = toRequest(undefined);
    Object.assign(request, { socket: {} });
    expect(clientAddress(request)).toBe('unknown');
  });
});

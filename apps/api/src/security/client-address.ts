import { isIP, isIPv4 } from 'node:net';
import type { Request } from 'express';

/** Longer than an IPv6 address with the name of a network interface, brackets, quotes and a port. */
const MAX_TEXT_LENGTH = 100;
const NETWORK_GROUPS = 4;
const IPV6_GROUPS = 8;
const BITS_PER_BYTE = 8;
const MAX_BYTE = 0xff;
/** The first six groups of an IPv4 address that is written as an IPv6 address. */
const IPV4_PREFIX = [0, 0, 0, 0, 0, 0xffff];

/**
 * The address that stands for the client of a request: an IPv4 address, or the /64 network of an IPv6 address, because a
 * client has a whole network of those. The string has at most 24 characters, and each client has one spelling.
 *
 * Express (`trust proxy`) chooses the entry of `X-Forwarded-For` that the last trusted proxy wrote, and passes it on as it
 * is. Proxies write `ip:port` (Azure Application Gateway), `[ipv6]:port`, `unknown` or `_hidden` as well. An entry that
 * names no address counts as the peer of the connection, so that a client does not get a limit of its own for each word
 * that it makes up.
 */
export function clientAddress(request: Request): string {
  const { ip, socket } = request;
  // The peer's address is missing when the connection has already ended.
  return parseAddress(ip ?? '') ?? parseAddress(socket.remoteAddress ?? '') ?? 'unknown';
}

/** Undefined when the text names no address. */
function parseAddress(text: string): string | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const address = withoutPort(text.trim().replace(/^"(.*)"$/, '$1'));
  switch (isIP(address)) {
    case 4:
      return formatIpv4(address.split('.').map(Number));
    case 6:
      return formatIpv6(toGroups(address));
    default:
      return undefined;
  }
}

/**
 * An IPv6 address with a port and without brackets may be read in two ways. Both are in the same network, because the
 * port is the last group.
 */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  if (bracketed !== undefined) return bracketed;
  return isIP(text) ? text : text.replace(/:\d{1,5}$/, '');
}

/** The eight numbers of a valid IPv6 address. */
function toGroups(address: string): number[] {
  const [withoutZone = ''] = address.split('%');
  const [left = [], right = []] = withoutZone.split('::').map(parseGroups);
  const zeros = new Array<number>(IPV6_GROUPS - left.length - right.length).fill(0);
  return [...left, ...zeros, ...right];
}

function parseGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!isIPv4(group)) return Number.parseInt(group, 16);
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [(a << BITS_PER_BYTE) | b, (c << BITS_PER_BYTE) | d];
  });
}

function formatIpv6(groups: readonly number[]): string {
  const isIpv4Mapped = groups.slice(0, IPV4_PREFIX.length).join() === IPV4_PREFIX.join();
  if (isIpv4Mapped) {
    return formatIpv4(groups.slice(IPV4_PREFIX.length).flatMap((group) => [group >> BITS_PER_BYTE, group & MAX_BYTE]));
  }
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

/** Makes a new string: a part that is cut out of a header would keep the whole header in memory. */
function formatIpv4(bytes: readonly number[]): string {
  return bytes.join('.');
}

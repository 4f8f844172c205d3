import { ProtocolError } from '../redis-errors.js';
import { formatEndpoint, parseEndpoint, type RedisEndpoint } from '../redis-address.js';
import { SLOTS } from './redirect.js';

/** Redis advises against larger clusters. Each primary costs a connection. */
const MAX_PRIMARIES = 1_000;

/** The primary of some consecutive slots. */
export interface SlotRange {
  readonly first: number;
  /** The last one belongs to the range. */
  readonly last: number;
  readonly primary: RedisEndpoint;
}

/**
 * Reads the reply to `CLUSTER SLOTS`: arrays of the first slot, the last one, the primary and its replicas, each of these
 * an array of host, port, and more.
 *
 * @param asked the server that replied: it names no host when it does not know its own
 * @throws ProtocolError when the reply is anything else, or names no server
 */
export function parseSlotRanges(reply: unknown, asked: RedisEndpoint): SlotRange[] {
  const ranges = asArray(reply).map((range) => {
    const [first, last, primary] = asArray(range);
    if (!isSlot(first) || !isSlot(last) || first > last) throw unreadable();
    return { first, last, primary: parseServer(asArray(primary), asked) };
  });
  if (ranges.length === 0) throw new ProtocolError('the cluster names no servers');
  if (new Set(ranges.map(({ primary }) => formatEndpoint(primary))).size > MAX_PRIMARIES) {
    throw new ProtocolError(`the cluster names more than ${MAX_PRIMARIES} primaries`);
  }
  return ranges;
}

function parseServer([host, port, , metadata]: readonly unknown[], asked: RedisEndpoint): RedisEndpoint {
  // A server that announces names and has none is `?`, with its address in the metadata.
  const name = host === '?' ? readMetadata(metadata, 'ip') : host;
  const endpoint = parseEndpoint(name === null || name === '' ? asked.host : name, port);
  if (!endpoint) throw unreadable();
  return endpoint;
}

/** Metadata are an array of names and values. */
function readMetadata(metadata: unknown, name: string): unknown {
  const words = Array.isArray(metadata) ? (metadata as unknown[]) : [];
  const index = words.indexOf(name);
  return index === -1 ? undefined : words[index + 1];
}

function asArray(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw unreadable();
  return value as unknown[];
}

function unreadable(): ProtocolError {
  return new ProtocolError('the reply to CLUSTER SLOTS cannot be read');
}

function isSlot(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < SLOTS;
}

import { ProtocolError } from '../redis-errors.js';
import { formatEndpoint, type RedisEndpoint } from '../redis-address.js';

/** Hash slots of every cluster: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/ */
export const SLOTS = 16_384;

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
  if (!Array.isArray(reply) || reply.length === 0) throw new ProtocolError('the cluster names no servers');
  const ranges = reply.map((range: unknown) => {
    const [first, last, primary] = Array.isArray(range) ? (range as unknown[]) : [];
    const [host, port] = Array.isArray(primary) ? (primary as unknown[]) : [];
    if (!isSlot(first) || !isSlot(last) || first > last || !isPort(port)) {
      throw new ProtocolError('the reply to CLUSTER SLOTS cannot be read');
    }
    // A host without a name is announced as `?`, and one with an unknown address as null or nothing.
    const name = typeof host === 'string' && host !== '' && host !== '?' ? host : asked.host;
    return { first, last, primary: { host: name, port } };
  });
  if (new Set(ranges.map(({ primary }) => formatEndpoint(primary))).size > MAX_PRIMARIES) {
    throw new ProtocolError(`the cluster names more than ${MAX_PRIMARIES} primaries`);
  }
  return ranges;
}

function isSlot(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < SLOTS;
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 65_536;
}

import { addWorkloads, type Workload } from './workload.js';

/** A place in a FairQueue. */
export interface Place {
  /** The client that is charged for the item. */
  client: string;
  /** The order among the items of the client. It is not the time at which the service begins. */
  virtualStartMs: number;
}

/** An item of a FairQueue. */
export interface Queued extends Place, Workload {}

/** The items of one client, in their order. */
interface Flow<T> {
  readonly items: T[];
  inputs: number;
  tokens: number;
  /** Work that the client was served, in tokens, counted from the virtual time at which the flow began. */
  tag: number;
}

/** The cost of an input besides its tokens: a text of one token is not free. */
const COST_PER_INPUT_TOKENS = 8;
const NOTHING: Workload = { inputs: 0, tokens: 0 };

/**
 * A start-time fair queue (Goyal, Vin, Cheng 1996) of clients. Each client has a flow, and the next item is the first one
 * of the flow that was served least. So clients that wait at the same time get equal shares, and a client alone gets
 * everything. Within a flow items are ordered by their virtual start; items of one virtual start keep their order of
 * arrival.
 *
 * Peeking and serving are two steps, so that a batch can be chosen among the next items while the rest keep their places.
 * (A flow is a sorted array: most items arrive in order, and moving some thousand pointers takes microseconds.)
 */
export class FairQueue<T extends Queued> {
  private readonly flows = new Map<string, Flow<T>>();
  private items = 0;
  private inputs = 0;
  private tokens = 0;
  /** The tag of the flow that was served last: flows that begin now begin here. */
  private virtualTime = 0;

  get length(): number {
    return this.items;
  }

  /** All items. */
  get workload(): Workload {
    return { inputs: this.inputs, tokens: this.tokens };
  }

  /** The items of one client. */
  clientWorkload(client: string): Workload {
    const flow = this.flows.get(client);
    return flow ? { inputs: flow.inputs, tokens: flow.tokens } : NOTHING;
  }

  push(item: T): void {
    const flow = this.flows.get(item.client) ?? this.beginFlow(item.client);
    flow.items.splice(indexAfter(flow.items, item.virtualStartMs), 0, item);
    flow.inputs += item.inputs;
    flow.tokens += item.tokens;
    this.items++;
    this.inputs += item.inputs;
    this.tokens += item.tokens;
  }

  /** The next items, at most `count`. They stay in the queue. */
  peek(count: number): T[] {
    const [only] = this.flows.values();
    if (!only || this.flows.size === 1) return only?.items.slice(0, count) ?? [];
    const cursors = [...this.flows.values()].map(({ items, tag }) => ({ items, tag, next: 0 }));
    const items: T[] = [];
    while (items.length < count) {
      let least: (typeof cursors)[number] | undefined;
      for (const cursor of cursors) {
        if (cursor.next < cursor.items.length && (!least || cursor.tag < least.tag)) least = cursor;
      }
      const item = least?.items[least.next];
      if (!least || !item) break;
      items.push(item);
      least.next++;
      least.tag += getCost(item);
    }
    return items;
  }

  /** Takes an item out of the queue and charges its client for it. */
  serve(item: T): void {
    const flow = this.flows.get(item.client);
    if (!flow || !this.remove(item)) return;
    this.virtualTime = Math.max(this.virtualTime, flow.tag);
    flow.tag += getCost(item);
  }

  /** Takes an item out of the queue. @returns false when the item is not in the queue */
  remove(item: T): boolean {
    const flow = this.flows.get(item.client);
    if (!flow) return false;
    // Items of one virtual start stand together, before the first later item.
    const index = flow.items.lastIndexOf(item, indexAfter(flow.items, item.virtualStartMs) - 1);
    if (index < 0) return false;
    flow.items.splice(index, 1);
    flow.inputs -= item.inputs;
    flow.tokens -= item.tokens;
    this.items--;
    this.inputs -= item.inputs;
    this.tokens -= item.tokens;
    if (flow.items.length === 0) this.flows.delete(item.client);
    return true;
  }

  /**
   * Moves an item forward, for another request that wants it: to an earlier place in its flow, or into the flow of the
   * other client if that client has less work in the queue.
   *
   * @returns false when the item is not in the queue
   */
  promote(item: T, { client, virtualStartMs }: Readonly<Place>): boolean {
    const owner = this.flows.get(item.client);
    if (!owner || !this.remove(item)) return false;
    const otherTokens = this.flows.get(client)?.tokens ?? 0;
    if (client !== item.client && otherTokens < owner.tokens) {
      item.client = client;
      item.virtualStartMs = virtualStartMs;
    } else {
      item.virtualStartMs = Math.min(item.virtualStartMs, virtualStartMs);
    }
    this.push(item);
    return true;
  }

  /** Empties the queue. */
  takeAll(): T[] {
    const items = [...this.flows.values()].flatMap((flow) => flow.items);
    this.flows.clear();
    this.items = 0;
    this.inputs = 0;
    this.tokens = 0;
    return items;
  }

  /**
   * The work that is served before a client has been served `own` at a place: the earlier items of its own
   * flow, and of each other flow as much as the client itself is served meanwhile.
   */
  workloadAhead({ client, virtualStartMs }: Readonly<Place>, own: Workload = NOTHING): Workload {
    const flow = this.flows.get(client);
    const ownAhead = flow ? workloadUntil(flow, virtualStartMs) : NOTHING;
    const share = addWorkloads(ownAhead, own);
    let { inputs, tokens } = ownAhead;
    for (const other of this.flows.values()) {
      if (other === flow) continue;
      inputs += Math.min(other.inputs, share.inputs);
      tokens += Math.min(other.tokens, share.tokens);
    }
    return { inputs, tokens };
  }

  private beginFlow(client: string): Flow<T> {
    const flow: Flow<T> = { items: [], inputs: 0, tokens: 0, tag: this.virtualTime };
    this.flows.set(client, flow);
    return flow;
  }
}

function getCost({ inputs, tokens }: Workload): number {
  return tokens + inputs * COST_PER_INPUT_TOKENS;
}

/** The items of this virtual start or an earlier one. Fast when few items are later, as is usual. */
function workloadUntil<T extends Queued>(flow: Flow<T>, virtualStartMs: number): Workload {
  let { length: last } = flow.items;
  let { inputs, tokens } = flow;
  for (let item = flow.items[--last]; item && item.virtualStartMs > virtualStartMs; item = flow.items[--last]) {
    inputs -= item.inputs;
    tokens -= item.tokens;
  }
  return { inputs, tokens };
}

function indexAfter(items: readonly Queued[], virtualStartMs: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.virtualStartMs ?? Number.POSITIVE_INFINITY) <= virtualStartMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

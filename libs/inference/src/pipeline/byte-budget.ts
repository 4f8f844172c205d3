/** Limits of the memory that requests hold. */
export interface ByteLimits {
  /** Bytes that all clients may hold together. */
  readonly bytes: number;
  /** Bytes up to which a client that holds less than its share may go beyond that. */
  readonly hardBytes: number;
}

/**
 * The memory that requests hold, by client. Shares are work-conserving: a client alone may hold all of it. When the
 * budget is used up, clients that hold less than an equal share get more, up to the hard limit.
 */
export class ByteBudget {
  private readonly held = new Map<string, number>();
  private totalBytes = 0;

  constructor(private readonly limits: ByteLimits) {}

  get total(): number {
    return this.totalBytes;
  }

  /** Clients that hold something. */
  get clients(): number {
    return this.held.size;
  }

  /** Whether a client may hold this much more. */
  canHold(client: string, bytes: number): boolean {
    const total = this.totalBytes + bytes;
    if (total <= this.limits.bytes) return true;
    if (total > this.limits.hardBytes) return false;
    const own = this.held.get(client) ?? 0;
    const clients = this.held.size + (own > 0 ? 0 : 1);
    return own + bytes <= this.limits.bytes / clients;
  }

  add(client: string, bytes: number): void {
    this.totalBytes += bytes;
    this.held.set(client, (this.held.get(client) ?? 0) + bytes);
  }

  remove(client: string, bytes: number): void {
    this.totalBytes -= bytes;
    const own = (this.held.get(client) ?? 0) - bytes;
    if (own > 0) this.held.set(client, own);
    else this.held.delete(client);
  }
}

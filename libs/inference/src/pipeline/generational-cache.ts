/**
 * A bounded cache of two generations. When the young one is full, it becomes the old one, and the former old one is dropped;
 * a value of the old one that is used becomes young again. So values that are used stay. A read of a young value is one lookup,
 * where a list in the order of use (lru-cache) also moves the entry.
 */
export class GenerationalCache<Value extends object> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();

  /** @param maxEntries of each generation */
  constructor(private readonly maxEntries: number) {}

  has(key: string): boolean {
    return this.young.has(key) || this.old.has(key);
  }

  get(key: string): Value | undefined {
    const value = this.young.get(key);
    if (value) return value;
    const oldValue = this.old.get(key);
    if (oldValue) this.set(key, oldValue);
    return oldValue;
  }

  set(key: string, value: Value): void {
    if (this.young.size >= this.maxEntries) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }
}

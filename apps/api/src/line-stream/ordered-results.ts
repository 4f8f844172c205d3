interface Slot {
  result: string | undefined;
}

/** Results that complete in any order, and are taken in the order in which they were begun. */
export class OrderedResults {
  private readonly slots: Slot[] = [];
  private running = 0;

  /** @param onCompleted called after each result */
  constructor(private readonly onCompleted: () => void) {}

  /** Results that were begun and not taken. */
  get outstanding(): number {
    return this.slots.length;
  }

  /** Results that were begun and are not complete. */
  get incomplete(): number {
    return this.running;
  }

  /** @param result must not reject */
  add(result: Promise<string>): void {
    const slot: Slot = { result: undefined };
    this.slots.push(slot);
    this.running++;
    void result.then((text) => {
      slot.result = text;
      this.running--;
      this.onCompleted();
    });
  }

  /** Takes the complete results before the first one that is not complete. */
  takeCompleted(): string[] {
    const first = this.slots.findIndex(({ result }) => result === undefined);
    const completed = this.slots.splice(0, first < 0 ? this.slots.length : first);
    return completed.map(({ result = '' }) => result);
  }
}

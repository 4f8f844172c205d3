import { Counter, Gauge, type Registry } from 'prom-client';

/** A value, and the labels that it stands under. */
export interface Reading<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

interface Described<Label extends string> {
  readonly name: string;
  readonly help: string;
  /** Their values must be few: each is a series of its own. */
  readonly labelNames?: readonly Label[];
}

/** A counter that is kept elsewhere, and read when the metrics are. */
export function readCounter<Label extends string = never>(
  registry: Registry,
  description: Described<Label>,
  read: () => readonly Reading<Label>[],
): void {
  new Counter<string>({
    ...description,
    labelNames: description.labelNames ?? [],
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, value } of read()) this.inc(labels, value);
    },
  });
}

/** A gauge that is read when the metrics are; it has no sample while `read` returns no reading. */
export function readGauge<Label extends string = never>(
  registry: Registry,
  description: Described<Label>,
  read: () => readonly Reading<Label>[],
): void {
  const { labelNames = [] } = description;
  new Gauge<string>({
    ...description,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      // The reset of a gauge without labels sets it to 0.
      if (labelNames.length === 0) this.remove();
      for (const { labels, value } of read()) this.set(labels, value);
    },
  });
}

/** One value without labels. */
export function single(value: number): readonly Reading<never>[] {
  return [{ labels: {}, value }];
}

import type { AttackCounts } from './attack-job.js';

/** Counts what becomes of an attacker's connections. */
export class AttackCounter {
  private opened = 0;
  private readonly answers = new Map<number, number>();

  countConnection(): void {
    this.opened++;
  }

  countAnswer(status: number): void {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
  }

  read(): AttackCounts {
    return { opened: this.opened, answers: Object.fromEntries(this.answers) };
  }
}

/** What became of several processes' connections. */
export function sumCounts(all: readonly AttackCounts[]): AttackCounts {
  const answers: Record<string, number> = {};
  for (const each of all) {
    for (const [status, count] of Object.entries(each.answers)) answers[status] = (answers[status] ?? 0) + count;
  }
  return { opened: all.reduce((sum, { opened }) => sum + opened, 0), answers };
}

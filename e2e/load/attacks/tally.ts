import type { AttackTally } from './attack-job.js';

/** Counts what becomes of an attacker's connections. */
export class Tally {
  private opened = 0;
  private readonly answers = new Map<number, number>();

  countConnection(): void {
    this.opened++;
  }

  countAnswer(status: number): void {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
  }

  read(): AttackTally {
    return { opened: this.opened, answers: Object.fromEntries(this.answers) };
  }
}

/** What became of several processes' connections. */
export function sumTallies(tallies: readonly AttackTally[]): AttackTally {
  const answers: Record<string, number> = {};
  for (const tally of tallies) {
    for (const [status, count] of Object.entries(tally.answers)) answers[status] = (answers[status] ?? 0) + count;
  }
  return { opened: tallies.reduce((sum, { opened }) => sum + opened, 0), answers };
}

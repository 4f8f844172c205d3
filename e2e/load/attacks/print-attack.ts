import type { AttackFigures } from './figures.js';
import type { PassLine } from './pass-lines.js';

const write = (line: string): boolean => process.stdout.write(`${line}\n`);

/** The figures of one attack, condition by condition. */
export function printAttack({ name, polite, service, attackers }: AttackFigures, lines: readonly PassLine[]): void {
  write(`${getVerdict(lines)}  ${name}`);
  for (const { condition, measured, isPassed } of lines) {
    write(`      ${isPassed ? '    ' : 'FAIL'} ${condition.padEnd(32)} ${measured}`);
  }
  const latency = [polite.p50Ms, polite.p99Ms, polite.maxMs].map(round).join(' / ');
  write(`           polite p50 / p99 / max ${latency} ms; loop delay at most ${round(service.loopDelayMs)} ms`);
  const cpu = `service ${percent(service.serviceCpuShare)}, attackers ${percent(service.attackerCpuShare)} of all cores`;
  write(`           CPU: ${cpu}; highest memory by the kernel ${service.kernelPeakMebibytes.toFixed(0)} MiB`);
  const answers = Object.entries(attackers.answers).map(([status, count]) => `${status} x ${count}`);
  write(`           attackers: ${attackers.opened} connections, answers ${answers.join(', ') || 'none'}`);
}

/** All attacks, one row each, in Markdown. */
export function printTable(
  rows: readonly { readonly figures: AttackFigures; readonly lines: readonly PassLine[] }[],
): void {
  write(
    '\n| Attack | | 200 | p50 alone | p50 | p99 | max | late | probes failed | exit | MiB | OOM kills | loop delay | CPU service | CPU attackers |',
  );
  write(`|${' --- |'.repeat(15)}`);
  for (const { figures, lines } of rows) write(`| ${toCells(figures, lines).join(' | ')} |`);
}

export function getVerdict(lines: readonly PassLine[]): 'PASS' | 'FAIL' {
  return lines.every(({ isPassed }) => isPassed) ? 'PASS' : 'FAIL';
}

function toCells({ name, aloneP50Ms, polite, service }: AttackFigures, lines: readonly PassLine[]): string[] {
  const failedProbes = Object.values(polite.failedProbes).reduce((sum, count) => sum + count, 0);
  return [
    name,
    getVerdict(lines),
    `${((polite.answered / polite.sent) * 100).toFixed(1)} %`,
    ...[aloneP50Ms, polite.p50Ms, polite.p99Ms, polite.maxMs].map(round),
    String(polite.late),
    `${failedProbes} of ${polite.probes}`,
    service.ending ?? 'no',
    service.peakMebibytes.toFixed(0),
    String(service.oomKills),
    round(service.loopDelayMs),
    percent(service.serviceCpuShare),
    percent(service.attackerCpuShare),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** @param value NaN when nothing was measured */
function round(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(0);
}

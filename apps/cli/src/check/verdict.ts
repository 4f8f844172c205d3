/** What one check found. */
export interface Finding {
  readonly check:
    'files' | 'labels' | 'start' | 'tokenizer' | 'golden' | 'neighbours' | 'accuracy' | 'speed' | 'memory';
  /** `told`: a figure that nothing is held against. */
  readonly outcome: 'ok' | 'failed' | 'told';
  /** A sentence for people. */
  readonly detail: string;
  /** The figures of the sentence, for programs. */
  readonly figures: Readonly<Record<string, number | string | null>>;
}

export interface Verdict {
  readonly modelDir: string;
  /** In the order of the checks; the first that fails may be the last that was made. */
  readonly findings: readonly Finding[];
}

export function isFit({ findings }: Verdict): boolean {
  return findings.every(({ outcome }) => outcome !== 'failed');
}

/** One JSON object for programs. */
export function toJson(verdict: Verdict): string {
  return JSON.stringify({ ...verdict, fit: isFit(verdict) });
}

/** Lines for people. */
export function toText(verdict: Verdict): string {
  const lines = verdict.findings.map(({ check, outcome, detail }) => {
    const mark = { ok: 'ok', failed: 'FAILED', told: '' }[outcome];
    return `${mark.padEnd(8)}${check.padEnd(12)}${detail}`;
  });
  return [verdict.modelDir, ...lines, isFit(verdict) ? 'fit to serve' : 'NOT fit to serve'].join('\n');
}

import { linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileReportWriter } from './file-report-writer.js';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
const [scored, report, link] = ['scored.csv', 'report.html', 'link.html'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
writeFileSync(scored, 'text\n');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('The file of a report', () => {
  const writer = new FileReportWriter(() => new Date());

  it('is replaced only when it may be', async () => {
    await expect(writer.check(report, false, [scored])).resolves.toBeUndefined();
    writeFileSync(report, 'kept');
    await expect(writer.check(report, false, [scored])).rejects.toThrow(`${report} exists: replace it with --force`);
    await expect(writer.check(report, true, [scored])).resolves.toBeUndefined();
  });

  it('is never the output that it is about, whatever its name is', async () => {
    linkSync(scored, link);
    for (const path of [scored, link, join(folder, '.', 'scored.csv')]) {
      await expect(writer.check(path, true, [scored])).rejects.toThrow('name another file');
    }
  });

  it('needs a folder', async () => {
    await expect(writer.check(join(folder, 'none', 'r.html'), false, [])).rejects.toThrow('ENOENT');
  });
});

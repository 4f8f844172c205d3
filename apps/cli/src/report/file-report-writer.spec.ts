import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileReportWriter } from './file-report-writer.js';
import { parseReportCommandOptions } from './report-command-options.js';

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
  const writer = new FileReportWriter(
    () => new Date(),
    () => Promise.resolve(() => undefined),
  );

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

  it.each(['checkpoint.json', 'lock', 'partial', 'shard.json'])('is no file that a run has: %s', async (suffix) => {
    await expect(writer.check(`${scored}.${suffix}`, true, [scored])).rejects.toThrow('name another file');
  });

  it('is written under a name that no other file has', async () => {
    await expect(writer.check(scored, true, [`${scored}.partial`])).rejects.toThrow('name another file');
  });

  it('replaces no folder', async () => {
    await expect(writer.check(folder, true, [])).rejects.toThrow('is a folder or a device');
  });

  it('stays as it is when the run is stopped after the output was read', async () => {
    const [input, path] = [join(folder, 'two.csv'), join(folder, 'stopped.html')];
    writeFileSync(
      input,
      'text,sentiment,score,positive,truncated,error\na,POSITIVE,1,1,false,\nb,POSITIVE,1,1,false,\n',
    );
    writeFileSync(path, 'kept');
    const options = parseReportCommandOptions([input, '--output', path]);
    if (!options) throw new Error('the arguments ask for help');
    let calls = 0;
    await writer.write({ ...options, path, fileName: 'two.csv', facts: [] }, () => ++calls > 2);
    expect(calls).toBe(3);
    expect(readFileSync(path, 'utf8')).toBe('kept');
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
    await writer.write({ ...options, path, fileName: 'two.csv', facts: [] }, () => false);
    expect(readFileSync(path, 'utf8')).toContain('2 rows');
  });

  it('needs a folder', async () => {
    await expect(writer.check(join(folder, 'none', 'r.html'), false, [])).rejects.toThrow('ENOENT');
  });
});

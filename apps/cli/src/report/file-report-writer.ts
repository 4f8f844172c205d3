import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { listCompanionPaths } from '../classify/companion-files.js';
import { findStats, isSameFile } from '../classify/file-stats.js';
import type { ReportRequest, ReportWriter } from '../classify/report-writer.js';
import { writeFileAtomically } from '../classify/write-file-atomically.js';
import { ReportAggregate } from './aggregate/report-aggregate.js';
import type { LanguageDetection } from './language-detection.js';
import { renderPage } from './page/render-page.js';
import { Plotter } from './plots/plotter.js';
import { readScoredRows } from './scored/read-scored-rows.js';

/** Writes reports as HTML files. What draws plots and detects languages is loaded by the first report. */
export class FileReportWriter implements ReportWriter {
  /**
   * @param now gives the time that reports name
   * @param loadDetection loads the detection of languages
   */
  constructor(
    private readonly now: () => Date,
    private readonly loadDetection: () => Promise<LanguageDetection>,
  ) {}

  async check(path: string, replaces: boolean, others: readonly string[]): Promise<void> {
    const kept = others.flatMap((other) => [other, ...listCompanionPaths(other)]);
    for (const written of [path, `${path}.partial`]) {
      for (const other of kept) {
        if (await isSamePath(written, other))
          throw new Error(`the report ${path} would replace ${other}: name another file`);
      }
    }
    const found = await findStats(path);
    if (found && !found.isFile()) throw new Error(`the report ${path} is a folder or a device: name another file`);
    if (found && !replaces) throw new Error(`the report ${path} exists: replace it with --force`);
    await access(dirname(path), constants.W_OK);
  }

  async write(request: ReportRequest, isStopped: () => boolean): Promise<void> {
    const { path, fileName, facts } = request;
    const aggregate = new ReportAggregate({ ...request, detectLanguage: await this.loadDetection() });
    for await (const row of readScoredRows(request)) {
      if (isStopped()) return;
      aggregate.add(row);
    }
    const header = { fileName, facts, createdAt: this.now() };
    await writeFileAtomically(
      path,
      renderPage(header, aggregate.summarize(), request, await Plotter.load()),
      isStopped,
    );
  }
}

async function isSamePath(path: string, other: string): Promise<boolean> {
  return resolve(path) === resolve(other) || isSameFile(await findStats(path), await findStats(other));
}

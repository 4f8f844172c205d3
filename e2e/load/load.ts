import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../start-api.js';

/** What the generator is to do. */
export interface Load {
  readonly url: string;
  readonly seconds: number;
  readonly textsPerRequest: number;
  /** A JSON list of texts, and the first one of it to send. */
  readonly textsFile: string;
  readonly firstText: number;
  readonly headers?: Record<string, string>;
  /** Closed model. */
  readonly connections?: number;
  /** Open model. */
  readonly requestsPerSecond?: number;
}

export interface StatusFigures {
  readonly count: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface LoadResult {
  readonly seconds: number;
  /** Requests without an answer. */
  readonly failures: number;
  /** CPU time of the generator itself. */
  readonly cpuMs: number;
  readonly byStatus: Readonly<Record<string, StatusFigures>>;
}

/** Runs the generator in a process of its own. */
export async function generate(load: Load): Promise<LoadResult> {
  const generator = join(repository, 'dist/e2e/load/generator.js');
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(load)]);
  return JSON.parse(stdout) as LoadResult;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from 'kubernetes-types/batch/v1.js';
import { parse } from 'yaml';
import { repository } from '#libs/testing';

/** Values of the ConfigMap sentiment-batch, and of what the Job controller adds. */
export type BatchVariables = Readonly<Record<string, string>>;

/** Where the files of the image and of the volume lie on this machine. */
export interface BatchFolders {
  readonly data: string;
  readonly model: string;
}

/**
 * Reads the arguments of a Job of deploy/components/batch, and puts the variables in, as Kubernetes does.
 *
 * @param file for example `classify-job.yaml`
 * @returns the arguments of `sentiment`
 */
export function readJobArguments(file: string, variables: BatchVariables, folders: BatchFolders): string[] {
  const path = join(repository, 'deploy/components/batch', file);
  const { spec } = parse(readFileSync(path, 'utf8')) as Job;
  const args = spec?.template.spec?.containers[0]?.args ?? [];
  return args.map((argument) => {
    return argument
      .replaceAll(/\$\((\w+)\)/g, (text, name: string) => variables[name] ?? text)
      .replace(/^(--(?:output|source)=)?\/data\//, `$1${folders.data}/`)
      .replace(/^--model-dir=\/app\/model$/, `--model-dir=${folders.model}`);
  });
}

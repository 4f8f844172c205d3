import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploy, repository } from './tools.js';

/** Copies the files that the scripts read to a folder, which they may write to. Releases and secrets stay behind. */
export function copyCheckout(folder: string): void {
  cpSync(deploy, join(folder, 'deploy'), {
    recursive: true,
    filter: (path) => !/releases|generate-secrets\.sh-output|\.secret$/.test(path),
  });
  for (const file of ['package.json', '.gitignore']) cpSync(join(repository, file), join(folder, file));
}

/** Makes a folder a repository with one commit, on the branch main. @returns the commit */
export function commitFolder(folder: string): string {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--message', 'x');
  return git('rev-parse', 'HEAD').trim();
}

/** Writes a command that stands for another one. @param body lines of sh */
export function writeStub(path: string, body: string): void {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

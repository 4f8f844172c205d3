import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fixtures, repository } from '#libs/testing';

interface Ended {
  readonly code?: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runSentiment(...args: string[]): Promise<Ended> {
  const command = join(repository, 'apps/cli/sentiment.js');
  return promisify(execFile)(process.execPath, [command, ...args]).catch((error: unknown) => error as Ended);
}

const COMMANDS = ['classify', 'merge', 'evaluate', 'check', 'compare', 'documents', 'settings'];

describe('the sentiment command', () => {
  it.each([[[]], [['--help']]])('lists its commands for the arguments %j', async (args) => {
    const { code, stdout } = await runSentiment(...args);
    expect(code).toBeUndefined();
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it.each(COMMANDS)('describes %s', async (name) => {
    const { code, stdout } = await runSentiment(name, '--help');
    expect(code).toBeUndefined();
    expect(stdout).toContain(`Usage: sentiment ${name}`);
  });

  it('names a command that does not exist, and ends with 2', async () => {
    const { code, stdout, stderr } = await runSentiment('clasify');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('sentiment: there is no command clasify\n\nUsage: sentiment <command>');
  });

  it('names an option that does not exist, and ends with 2', async () => {
    const { code, stderr } = await runSentiment('evaluate', '--dta', 'x.tsv');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^cannot evaluate: Unknown option '--dta'/);
  });

  it('prints the settings', async () => {
    const { code, stdout } = await runSentiment('settings');
    expect(code).toBeUndefined();
    expect(stdout).toBe(readFileSync(join(repository, 'docs/configuration.md'), 'utf8'));
  });

  it('ends with the exit code of the command', async () => {
    const { code, stdout } = await runSentiment('check', join(fixtures, 'families/distilbert'));
    expect(code).toBeUndefined();
    expect(stdout).toContain('fit to serve');
    expect((await runSentiment('check', fixtures)).code).toBe(1);
  });
});

/** `sentiment`: the commands that work without a server. */
import { limitHeapGrowth } from '#libs/heap';
import { BROKEN_PIPE, isBrokenPipe } from './broken-pipe.js';
import { checkCommand } from './check/command.js';
import { createClassifyCommand } from './classify/command.js';
import { CANNOT_BE_DONE, type Command } from './command.js';
import { compareCommand } from './compare/command.js';
import { documentsCommand } from './documents/command.js';
import { endOnSignals } from './end-on-signals.js';
import { evaluateCommand } from './evaluate/command.js';
import { mergeCommand } from './merge/command.js';
import { createReportCommand } from './report/command.js';
import { FileReportWriter } from './report/file-report-writer.js';
import { loadLanguageDetection } from './report/language-detection.js';
import { settingsCommand } from './settings/command.js';
import { isTemporary, TEMPORARY_FAULT } from './temporary-fault.js';

limitHeapGrowth();
endOnSignals();

const reportWriter = new FileReportWriter(() => new Date(), loadLanguageDetection);

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['classify', createClassifyCommand(reportWriter)],
  ['merge', mergeCommand],
  ['report', createReportCommand(reportWriter)],
  ['evaluate', evaluateCommand],
  ['check', checkCommand],
  ['compare', compareCommand],
  ['documents', documentsCommand],
  ['settings', settingsCommand],
]);

const [name = '--help', ...args] = process.argv.slice(2);
const command = COMMANDS.get(name);
if (command) process.exitCode = await runCommand(command);
else if (name === '--help') process.stdout.write(writeUsage());
else {
  process.stderr.write(`sentiment: there is no command ${name}\n\n${writeUsage()}`);
  process.exitCode = CANNOT_BE_DONE;
}

async function runCommand(chosen: Command): Promise<number> {
  try {
    return await chosen.run(args);
  } catch (error) {
    if (isBrokenPipe(error)) return BROKEN_PIPE;
    process.stderr.write(`cannot ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return isTemporary(error) ? TEMPORARY_FAULT : CANNOT_BE_DONE;
  }
}

function writeUsage(): string {
  const width = Math.max(...[...COMMANDS.keys()].map(({ length }) => length));
  const lines = [...COMMANDS].map(([each, { summary }]) => `  ${each.padEnd(width)}   ${summary}`);
  return `Usage: sentiment <command> [options]

${lines.join('\n')}

"sentiment <command> --help" describes a command.
`;
}

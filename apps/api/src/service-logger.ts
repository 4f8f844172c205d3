import { ConsoleLogger } from '@nestjs/common';

/** Parts of Nest that tell at every start what the sources say already. */
const QUIET_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Nest's console logger without its start-up narration; colours only on a terminal (`NO_COLOR` is Nest's own). */
export class ServiceLogger extends ConsoleLogger {
  constructor() {
    const onTerminal = process.stdout.isTTY as boolean | undefined;
    super({ logLevels: ['log', 'warn', 'error', 'fatal'], ...(onTerminal ? {} : { colors: false }) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!QUIET_CONTEXTS.has(String(rest.at(-1)))) super.log(message, ...(rest as [string]));
  }
}

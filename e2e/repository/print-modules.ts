/** Prints the Nest modules of a service that was composed but does not listen, as ModuleNode[]. */
import { ModulesContainer } from '@nestjs/core';
import pino from 'pino';
import { createApp } from '../../apps/api/src/app.setup.js';
import { Settings } from '../../apps/api/src/config/settings.js';

export interface ModuleNode {
  readonly name: string;
  readonly isGlobal: boolean;
  /** Names of the modules that it imports, without the global ones. */
  readonly imports: readonly string[];
}

const app = await createApp(new Settings({}), {
  logger: pino({ level: 'silent' }),
  maxConnections: 1,
  tracer: undefined,
});
const nodes = [...app.get(ModulesContainer).values()].map(({ name, isGlobal, imports }): ModuleNode => {
  // Nest adds the global modules to the imports of every module.
  const explicit = [...imports].filter((module) => !module.isGlobal);
  return { name, isGlobal, imports: explicit.map((module) => module.name) };
});
process.stdout.write(JSON.stringify(nodes));
await app.close();

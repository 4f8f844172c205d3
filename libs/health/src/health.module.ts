import { Logger, Module, type DynamicModule, type ModuleMetadata, type Type } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthTransitionLog } from './health-transition-log.js';
import { HealthController } from './health.controller.js';
import { HealthSources } from './health-sources.js';
import { ProbesController } from './probes.controller.js';
import { ProbesHealthIndicator } from './probes.health.js';

export interface HealthModuleOptions {
  /** The modules that provide the parameters of the sources, and `ServingStatus`. */
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  /** The parts of the service that each probe asks; Nest injects its parameters. */
  readonly sources: Type<HealthSources>;
}

/** The routes for probes. */
@Module({})
export class HealthModule {
  static forRoot({ imports, sources }: HealthModuleOptions): DynamicModule {
    return {
      module: HealthModule,
      // Terminus would log every probe that fails.
      imports: [TerminusModule.forRoot({ logger: false }), ...imports],
      controllers: [HealthController, ProbesController],
      providers: [
        ProbesHealthIndicator,
        { provide: HealthTransitionLog, useFactory: () => new HealthTransitionLog(new Logger(HealthModule.name)) },
        { provide: HealthSources, useClass: sources },
      ],
    };
  }
}

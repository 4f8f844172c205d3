import { Logger, Module, type DynamicModule, type Type } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthTransitionLog } from './health-transition-log.js';
import { HealthController } from './health.controller.js';
import { HealthSources } from './health-sources.js';
import { ProbesController } from './probes.controller.js';
import { ProbesHealthIndicator } from './probes.health.js';

/** The routes for probes. */
@Module({})
export class HealthModule {
  /** @param sources what the probes ask; Nest injects its parameters */
  static forRoot(sources: Type<HealthSources>): DynamicModule {
    return {
      module: HealthModule,
      // Terminus would log every probe that fails.
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, ProbesController],
      providers: [
        ProbesHealthIndicator,
        { provide: HealthTransitionLog, useFactory: () => new HealthTransitionLog(new Logger(HealthModule.name)) },
        { provide: HealthSources, useClass: sources },
      ],
    };
  }
}

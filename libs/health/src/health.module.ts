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
    const logger = new Logger(HealthModule.name);
    const changes = new HealthTransitionLog((probe, part, state) => {
      if (state.status === 'up') logger.log(`${probe}: ${part} is up`);
      else logger.warn(`${probe}: ${part} is ${state.status}: ${state.reason}`);
    });
    return {
      module: HealthModule,
      // It would log every probe that fails.
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, ProbesController],
      providers: [
        ProbesHealthIndicator,
        { provide: HealthTransitionLog, useValue: changes },
        { provide: HealthSources, useClass: sources },
      ],
    };
  }
}

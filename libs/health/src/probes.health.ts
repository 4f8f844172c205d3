import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { HealthTransitionLog } from './health-transition-log.js';
import type { HealthSource } from './health-sources.js';

/** Says of a part how it stands, in Terminus' words. */
@Injectable()
export class ProbesHealthIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly changes: HealthTransitionLog,
  ) {}

  /** @param probe the one that asks */
  check(probe: string, { name, state }: HealthSource): HealthIndicatorResult {
    this.changes.note(probe, name, state);
    const session = this.indicators.check(name);
    switch (state.status) {
      case 'up':
        return session.up();
      case 'degraded':
        return session.degraded({ reason: state.reason });
      case 'down':
        return session.down({ reason: state.reason });
    }
  }
}

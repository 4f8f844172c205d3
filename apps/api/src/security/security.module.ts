import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { systemClock } from '#libs/clock';
import type { Settings } from '../config/settings.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeySource } from './api-key-source.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimitWindows } from './rate-limit-windows.js';

const MS_PER_SECOND = 1_000;

/** Who may come, and how often: the guards of every route, in this order. Health and metrics report `ApiKeySource`. */
@Module({})
export class SecurityModule {
  static forRoot({ RATE_LIMIT_REQUESTS, RATE_LIMIT_SECONDS }: Settings): DynamicModule {
    const isLimited = RATE_LIMIT_REQUESTS > 0;
    return {
      module: SecurityModule,
      global: true,
      imports: [
        ThrottlerModule.forRoot({
          throttlers: [{ limit: RATE_LIMIT_REQUESTS, ttl: RATE_LIMIT_SECONDS * MS_PER_SECOND }],
          storage: new RateLimitWindows(systemClock),
        }),
      ],
      providers: [
        ApiKeySource,
        // First, so that it counts those without a key as well.
        ...(isLimited ? [{ provide: APP_GUARD, useClass: RateLimitGuard }] : []),
        { provide: APP_GUARD, useClass: ApiKeyGuard },
      ],
      exports: [ApiKeySource],
    };
  }
}

import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { systemClock } from '#libs/clock';
import { Settings } from '../config/settings.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeySource } from './api-key-source.js';
import { AwsSignatureVerifier } from './aws-signature/aws-signature-verifier.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimitWindows } from './rate-limit-windows.js';

const MS_PER_SECOND = 1_000;

/** The guards of every route that is not public, in this order. Health and metrics report `ApiKeySource`. */
@Module({
  providers: [
    ApiKeySource,
    AwsSignatureVerifier,
    {
      provide: RateLimitWindows,
      inject: [Settings],
      useFactory: ({ RATE_LIMIT_SECONDS }: Settings) =>
        new RateLimitWindows({ clock: systemClock, windowMs: RATE_LIMIT_SECONDS * MS_PER_SECOND }),
    },
    // First, so that it counts requests without a key as well.
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: ApiKeyGuard },
  ],
  exports: [ApiKeySource, AwsSignatureVerifier],
})
export class SecurityModule {}

import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { BoundedServerAdapter } from './bounded-server.adapter.js';
import { PendingResponses } from './connections/pending-responses.js';
import { EventLoopQueue } from './event-loop-queue.js';

/** Provides the parts of the HTTP server that other modules use. */
@Module({
  providers: [
    {
      provide: EventLoopQueue,
      inject: [HttpAdapterHost],
      useFactory: ({ httpAdapter }: HttpAdapterHost<BoundedServerAdapter>) => httpAdapter.eventLoopQueue,
    },
    {
      provide: PendingResponses,
      inject: [HttpAdapterHost],
      useFactory: ({ httpAdapter }: HttpAdapterHost<BoundedServerAdapter>) => httpAdapter.pendingResponses,
    },
  ],
  exports: [EventLoopQueue, PendingResponses],
})
export class HttpServerModule {}

import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { BoundedServerAdapter } from './bounded-server.adapter.js';
import { EventLoopQueue } from './event-loop-queue.js';

/** Provides the queue of the HTTP server, which divides the event loop among the requests. */
@Module({
  providers: [
    {
      provide: EventLoopQueue,
      inject: [HttpAdapterHost],
      useFactory: ({ httpAdapter }: HttpAdapterHost<BoundedServerAdapter>) => httpAdapter.eventLoopQueue,
    },
  ],
  exports: [EventLoopQueue],
})
export class EventLoopModule {}

import { Module, type DynamicModule } from '@nestjs/common';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { PredictController } from './predict.controller.js';

@Module({})
export class PredictModule {
  /** @param eventLoopQueue the one that the HTTP server uses, too */
  static forRoot(eventLoopQueue: EventLoopQueue): DynamicModule {
    return {
      module: PredictModule,
      controllers: [PredictController],
      providers: [{ provide: EventLoopQueue, useValue: eventLoopQueue }],
    };
  }
}

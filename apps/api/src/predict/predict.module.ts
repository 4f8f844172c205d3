import { Module } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { PredictController } from './predict.controller.js';

@Module({
  controllers: [PredictController],
  providers: [
    {
      provide: EventLoopQueue,
      useFactory: () => new EventLoopQueue({ clock: systemClock, afterSockets: (action) => void setImmediate(action) }),
    },
  ],
})
export class PredictModule {}

import { Module } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { PredictController } from './predict.controller.js';

/**
 * Bodies that are parsed and answered in one turn of the event loop: sixteen requests of one text, or one request of a
 * thousand short texts. That takes a few milliseconds.
 */
const BODY_BYTES_PER_TURN = 4_096;

@Module({
  controllers: [PredictController],
  providers: [
    {
      provide: EventLoopQueue,
      useFactory: () =>
        new EventLoopQueue({
          clock: systemClock,
          afterSockets: (action) => void setImmediate(action),
          costPerTurn: BODY_BYTES_PER_TURN,
        }),
    },
  ],
})
export class PredictModule {}

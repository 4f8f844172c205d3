import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AdmissionMiddleware } from './admission.middleware.js';
import { PredictController } from './predict.controller.js';

@Module({ controllers: [PredictController] })
export class PredictModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(AdmissionMiddleware).forRoutes({ path: 'predict', method: RequestMethod.POST });
  }
}

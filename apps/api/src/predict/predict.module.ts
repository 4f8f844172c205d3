import { Module } from '@nestjs/common';
import { LineStreamModule } from '../line-stream/line-stream.module.js';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { PredictStreamController } from './predict-stream.controller.js';

/** The format of this service. Its controller for single requests stands in `dialects/shared-routes`: other formats share its route. */
@Module({
  imports: [PredictionRouteModule, LineStreamModule],
  controllers: [PredictStreamController],
})
export class PredictModule {}

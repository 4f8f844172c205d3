import { Module } from '@nestjs/common';
import { LineStreamModule } from '../line-stream/line-stream.module.js';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { PredictController } from './predict.controller.js';
import { PredictStreamController } from './predict-stream.controller.js';

@Module({
  imports: [PredictionRouteModule, LineStreamModule],
  // The first one passes requests on that are no streams.
  controllers: [PredictStreamController, PredictController],
})
export class PredictModule {}

import { Module } from '@nestjs/common';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { PredictController } from './predict.controller.js';

@Module({
  imports: [PredictionRouteModule],
  controllers: [PredictController],
})
export class PredictModule {}

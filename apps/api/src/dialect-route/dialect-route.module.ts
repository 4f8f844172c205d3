import { Module } from '@nestjs/common';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { DialectRoute } from './dialect-route.js';

/** What every route in a dialect needs. */
@Module({
  imports: [PredictionRouteModule],
  providers: [DialectRoute],
  exports: [PredictionRouteModule, DialectRoute],
})
export class DialectRouteModule {}

import { Module } from '@nestjs/common';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { KServeModelController } from './kserve-model.controller.js';
import { KServePredictController } from './kserve-predict.controller.js';

/** The protocol V1 of KServe. Its `GET /` and `GET /v1/models` stand in `dialects/shared-routes`. */
@Module({
  imports: [DialectRouteModule],
  controllers: [KServeModelController, KServePredictController],
})
export class KServeModule {}

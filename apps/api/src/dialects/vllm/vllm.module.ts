import { Module } from '@nestjs/common';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { VllmController } from './vllm.controller.js';

/** The classification of vLLM. Its `GET /v1/models` stands in `dialects/shared-routes`. */
@Module({
  imports: [DialectRouteModule],
  controllers: [VllmController],
})
export class VllmModule {}

import { Module } from '@nestjs/common';
import { HealthSources } from '#libs/health';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { ServiceHealth } from '../../health/service-health.js';
import { SecurityModule } from '../../security/security.module.js';
import { ShutdownModule } from '../../shutdown/shutdown.module.js';
import { OpenInferenceHealthController } from './health.controller.js';
import { InferBodyReader } from './infer-body-reader.js';
import { InferController } from './infer.controller.js';
import { OpenInferenceMetadataController } from './metadata.controller.js';

@Module({
  imports: [DialectRouteModule, SecurityModule, ShutdownModule],
  controllers: [OpenInferenceHealthController, OpenInferenceMetadataController, InferController],
  providers: [InferBodyReader, { provide: HealthSources, useClass: ServiceHealth }],
})
export class OpenInferenceModule {}

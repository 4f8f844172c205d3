import { Module } from '@nestjs/common';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { SecurityModule } from '../../security/security.module.js';
import { ComprehendBodyReader } from './comprehend-body-reader.js';
import { ComprehendCborController } from './comprehend-cbor.controller.js';
import { ComprehendRequestReader } from './comprehend-request-reader.js';

/** Amazon Comprehend. The controller of its JSON protocol stands in `dialects/shared-routes`, because it shares `POST /`. */
@Module({
  imports: [DialectRouteModule, SecurityModule],
  controllers: [ComprehendCborController],
  providers: [ComprehendBodyReader, ComprehendRequestReader],
  exports: [ComprehendRequestReader],
})
export class ComprehendModule {}

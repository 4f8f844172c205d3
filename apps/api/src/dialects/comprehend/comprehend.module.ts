import { Module } from '@nestjs/common';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { SecurityModule } from '../../security/security.module.js';
import { ComprehendBodyReader } from './comprehend-body-reader.js';

/** Amazon Comprehend. Its controller stands in `dialects/shared-routes`, because it shares `POST /`. */
@Module({
  imports: [DialectRouteModule, SecurityModule],
  providers: [ComprehendBodyReader],
  exports: [ComprehendBodyReader],
})
export class ComprehendModule {}

import { Module } from '@nestjs/common';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { HuggingFaceController } from './huggingface.controller.js';

@Module({
  imports: [DialectRouteModule],
  controllers: [HuggingFaceController],
})
export class HuggingFaceModule {}

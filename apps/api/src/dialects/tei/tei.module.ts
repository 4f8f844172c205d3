import { Module } from '@nestjs/common';
import { ServiceInferenceModule } from '../../wiring/service-inference.module.js';
import { TeiController } from './tei.controller.js';

@Module({
  imports: [ServiceInferenceModule],
  controllers: [TeiController],
})
export class TeiModule {}

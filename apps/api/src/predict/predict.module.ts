import { Module } from '@nestjs/common';
import { EventLoopModule } from '../http/event-loop.module.js';
import { ClassifierModule } from '../wiring/classifier.module.js';
import { ServiceCachingModule } from '../wiring/service-caching.module.js';
import { ServiceInferenceModule } from '../wiring/service-inference.module.js';
import { PredictController } from './predict.controller.js';

@Module({
  imports: [ClassifierModule, ServiceInferenceModule, ServiceCachingModule, EventLoopModule],
  controllers: [PredictController],
})
export class PredictModule {}

import { Module } from '@nestjs/common';
import { ServiceInferenceModule } from '../wiring/service-inference.module.js';
import { ModelController } from './model.controller.js';

@Module({ imports: [ServiceInferenceModule], controllers: [ModelController] })
export class ModelModule {}

import { Module } from '@nestjs/common';
import { PredictController } from './predict.controller.js';

@Module({ controllers: [PredictController] })
export class PredictModule {}

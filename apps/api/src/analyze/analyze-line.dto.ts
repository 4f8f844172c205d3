import { ApiSchema, IntersectionType, OmitType } from '@nestjs/swagger';
import { ApiLineId } from '../line-stream/line-answers.dto.js';
import { AnalysisRequest, DocumentDto } from './analysis-request.dto.js';
import { DocumentAnalysisDto } from './analysis-response.dto.js';

@ApiSchema({ name: 'AnalysisLine' })
export class AnalysisLineDto extends IntersectionType(
  OmitType(DocumentDto, ['id']),
  OmitType(AnalysisRequest, ['documents']),
) {
  @ApiLineId('Name of the line, which its answer repeats.')
  id?: string | number;
}

@ApiSchema({ name: 'LineAnalysis' })
export class LineAnalysisDto extends OmitType(DocumentAnalysisDto, ['id', 'index']) {
  @ApiLineId('The `id` of the line, if it has one.')
  id?: string | number;
}

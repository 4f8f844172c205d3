import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { HealthStatus } from './health-status.dto.js';

/** The OpenAPI description of `GET /health`. */
export function ApiHealth(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'health', summary: 'Tells whether the model can answer (200) or not (503)' }),
    ApiOkResponse({ type: HealthStatus, description: 'The model can answer.', example: { status: 'healthy' } }),
    ApiServiceUnavailableResponse({
      type: HealthStatus,
      description: 'The model is loading, or the service is replacing its model processes.',
      example: { status: 'unhealthy' },
    }),
  );
}

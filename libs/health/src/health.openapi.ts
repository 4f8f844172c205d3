import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { HealthStatus } from './health-status.dto.js';

/** The OpenAPI description of `GET /health`. */
export function ApiHealth(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'health', summary: 'Whether the model answers' }),
    ApiOkResponse({ type: HealthStatus, description: 'The model answers.', example: { status: 'healthy' } }),
    ApiServiceUnavailableResponse({
      type: HealthStatus,
      description: 'The model is loading, or its process is being replaced.',
      example: { status: 'unhealthy' },
    }),
  );
}

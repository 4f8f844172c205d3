import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { HealthStatus } from './health-status.dto.js';

/** The OpenAPI description of `GET /health`. */
export function ApiHealth(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'health', summary: 'Health, as the replaced service tells it' }),
    ApiOkResponse({ type: HealthStatus, description: 'The model answers.', example: { status: 'healthy' } }),
    ApiServiceUnavailableResponse({
      type: HealthStatus,
      description: 'The model is loading, or the service is replacing its model processes.',
      example: { status: 'unhealthy' },
    }),
  );
}

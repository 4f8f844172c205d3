import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { ProbeResult } from './probe-result.dto.js';

const WELL = { status: 'ok', info: { model: { status: 'up' } }, error: {}, details: { model: { status: 'up' } } };

interface ProbeDescription {
  readonly operationId: string;
  readonly summary: string;
  /** When the probe answers 200. */
  readonly ok: string;
  /** When the probe answers 503. */
  readonly unavailable: string;
  /** The reason of the part `model` in the example of 503. */
  readonly reason: string;
}

/** The OpenAPI description of `GET /health/live`. */
export function ApiLiveProbe(): MethodDecorator {
  return describeProbe({
    operationId: 'healthLive',
    summary: 'Tells whether the service runs (200) or needs a restart (503)',
    ok: 'The service needs no restart.',
    unavailable: 'The service needs a restart: no model process has answered for a minute.',
    reason: 'No model process has answered for 61 s.',
  });
}

/** The OpenAPI description of `GET /health/ready`. */
export function ApiReadyProbe(): MethodDecorator {
  return describeProbe({
    operationId: 'healthReady',
    summary: 'Tells whether the service can take requests (200) or not (503)',
    ok:
      'The service can take requests. `status` is `degraded` if Redis is unavailable, if Redis refuses writes, or if ' +
      'API_KEYS_FILE is not valid. If API_KEYS_FILE is not valid, the last valid keys stay in use.',
    unavailable:
      'The service cannot take requests: the component `model` or `queue` is down, or the service is shutting down. Each ' +
      'component that is down has a `reason`.',
    reason: 'No model process answers. The service is replacing the processes.',
  });
}

/** The OpenAPI description of `GET /health/startup`. */
export function ApiStartupProbe(): MethodDecorator {
  return describeProbe({
    operationId: 'healthStartup',
    summary: 'Tells whether the model is loaded (200) or still loading (503)',
    ok: 'The model is loaded.',
    unavailable: 'The model is loading. The reason names the current step.',
    reason: 'The model is still loading: its processes are starting.',
  });
}

function describeProbe({ operationId, summary, ok, unavailable, reason }: ProbeDescription): MethodDecorator {
  const parts = { model: { status: 'down', reason } };
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiOkResponse({ type: ProbeResult, description: ok, example: WELL }),
    ApiServiceUnavailableResponse({
      type: ProbeResult,
      description: unavailable,
      example: { status: 'error', info: {}, error: parts, details: parts },
    }),
  );
}

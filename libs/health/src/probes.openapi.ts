import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { ProbeResult } from './probe-result.dto.js';

const WELL = { status: 'ok', info: { model: { status: 'up' } }, error: {}, details: { model: { status: 'up' } } };
const LOADING = { model: { status: 'down', reason: 'The model is still loading.' } };
const UNWELL = { status: 'error', info: {}, error: LOADING, details: LOADING };

interface ProbeDescription {
  readonly operationId: string;
  readonly summary: string;
  /** When the probe answers 200. */
  readonly ok: string;
  /** When the probe answers 503. */
  readonly unavailable: string;
}

/** The OpenAPI description of `GET /health/live`. */
export function ApiLiveProbe(): MethodDecorator {
  return describeProbe({
    operationId: 'healthLive',
    summary: 'Whether only a restart would help (503)',
    ok: 'No restart is needed.',
    unavailable: 'No model process can be had.',
  });
}

/** The OpenAPI description of `GET /health/ready`. */
export function ApiReadyProbe(): MethodDecorator {
  return describeProbe({
    operationId: 'healthReady',
    summary: 'Whether requests should come here',
    ok: 'Yes; `degraded` while Redis is out of reach or refuses writes, or API_KEYS_FILE is not valid.',
    unavailable: 'No; the reasons say why.',
  });
}

/** The OpenAPI description of `GET /health/startup`. */
export function ApiStartupProbe(): MethodDecorator {
  return describeProbe({
    operationId: 'healthStartup',
    summary: 'Whether the start is over',
    ok: 'It is.',
    unavailable: 'Not yet; the reason says at what it is.',
  });
}

function describeProbe({ operationId, summary, ok, unavailable }: ProbeDescription): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiOkResponse({ type: ProbeResult, description: ok, example: WELL }),
    ApiServiceUnavailableResponse({ type: ProbeResult, description: unavailable, example: UNWELL }),
  );
}

import { setMaxListeners } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { systemClock } from '#libs/clock';
import {
  Admission,
  LoadedModel,
  modelLoadingError,
  modelTag,
  PredictionError,
  type CacheDirectives,
} from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { toServiceError } from '../http/errors/to-service-error.js';
import { getRequestContext } from '../http/request-context.js';
import { sendContinue } from '../http/send-continue.js';
import { createDisconnectSignal } from '../prediction-route/http-classify-context.js';
import { checkEncoding } from '../prediction-route/media-type.js';
import { requestTimeoutMs } from '../prediction-route/request-timeout.js';
import { getClientId } from '../security/client-id.js';
import { Drain } from '../shutdown/drain.js';
import { LineAnswerer, type LineContext } from './line-answerer.js';
import { LineStream, STREAM_BYTES } from './line-stream.js';
import type { LineValue } from './line-value.js';

/** The media type of the answers. */
export const NDJSON_MEDIA_TYPE = 'application/x-ndjson';

export interface StreamedRoute {
  readonly cache: CacheDirectives | undefined;
  /**
   * Answers a line.
   *
   * @throws PredictionError, RequestError
   */
  answer(value: LineValue, context: LineContext): Promise<object>;
}

/** A stream that has ended, as PredictionCacheInterceptor sees it: no header can tell what the cache held. */
export interface StreamEnded {
  readonly lookup: undefined;
}

/** Answers requests that are streams of lines. */
@Injectable()
export class LineStreams {
  private readonly logger = new Logger(LineStreams.name);

  constructor(
    private readonly settings: Settings,
    private readonly admission: Admission,
    private readonly eventLoopQueue: EventLoopQueue,
    private readonly loadedModel: LoadedModel,
    private readonly drain: Drain,
  ) {}

  /**
   * Answers a stream. Resolves when it has ended, or its client has left.
   *
   * @throws RequestError `unsupported-media-type`, `malformed-header` before the response begins
   * @throws PredictionError `model-loading`, `overloaded` before the response begins
   */
  async answer(request: Request, response: Response, route: StreamedRoute): Promise<StreamEnded> {
    checkEncoding(request);
    const { model } = this.loadedModel;
    if (!model) throw modelLoadingError();
    const timeoutMs = requestTimeoutMs(request, this.settings.REQUEST_TIMEOUT_MS);
    // All streams of a client have one share, beside that of its other requests, which so do not wait for a stream.
    const client = `${getClientId(request, response)} stream`;
    const reservation = this.admission.reserve(client);
    reservation.grow(STREAM_BYTES);
    const signal = createDisconnectSignal(response);
    // Each outstanding line listens.
    setMaxListeners(0, signal);
    const context = getRequestContext(response);
    context.isStream = true;
    const answerer = new LineAnswerer({
      clock: systemClock,
      eventLoopQueue: this.eventLoopQueue,
      client,
      timeoutMs,
      signal,
      cache: route.cache,
      answer: (value, lineContext) => route.answer(value, lineContext),
      toVisibleError: (error) => {
        const isGone = error instanceof PredictionError && error.kind === 'client-left';
        if (!isGone) context.recordFailedLine();
        return toServiceError(error, context.requestId, this.logger);
      },
    });
    sendContinue(request, response);
    response.writeHead(200, {
      'Content-Type': NDJSON_MEDIA_TYPE,
      'Cache-Control': 'no-store',
      'X-Model': modelTag(model),
      // nginx would collect the answers.
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    await new LineStream({
      request,
      response,
      maxLineBytes: this.settings.MAX_BODY_BYTES,
      reservation,
      clock: systemClock,
      shutdown: this.drain.stopSignal,
      answer: (line) => answerer.answer(line),
    }).run();
    return { lookup: undefined };
  }
}

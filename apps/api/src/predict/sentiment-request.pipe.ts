import { Injectable, type PipeTransform } from '@nestjs/common';
import type { Request, Response } from 'express';
import { systemClock } from '#libs/clock';
import { Admission, LoadedModel } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { MIN_BODY_COST } from '../http/create-event-loop-queue.js';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { readBody } from '../http/read-body.js';
import { sendContinue } from '../http/send-continue.js';
import { getClientId } from '../security/client-id.js';
import { checkMediaType, parseJsonBody } from './json-body.js';
import { getDeadlineMs } from './request-timeout.js';
import { checkNeutralLabel, toSentimentRequest, type SentimentRequest } from './sentiment-request.dto.js';

/**
 * Reads the body of a request, waits for its turn on the event loop, checks the form of the body and validates its
 * content. Guards have admitted the request before.
 */
@Injectable()
export class SentimentRequestPipe implements PipeTransform<Request, Promise<SentimentRequest>> {
  constructor(
    private readonly settings: Settings,
    private readonly admission: Admission,
    private readonly loadedModel: LoadedModel,
    private readonly eventLoopQueue: EventLoopQueue,
  ) {}

  /**
   * @throws RequestError `unsupported-media-type`, `body-too-large`, `request-too-slow`, `malformed-body`,
   * `invalid-request`
   * @throws PredictionError `overloaded`, `deadline-exceeded`
   */
  async transform(request: Request): Promise<SentimentRequest> {
    const response = request.res as Response;
    const { MAX_BODY_BYTES, MAX_TEXTS, REQUEST_TIMEOUT_MS } = this.settings;
    checkMediaType(request);
    const client = getClientId(request, response);
    const reservation = this.admission.reserve(client);
    response.once('close', () => {
      reservation.release();
    });
    const body = await readBody(request, {
      maxBytes: MAX_BODY_BYTES,
      sendContinue: () => {
        sendContinue(request, response);
      },
      onBytes: (bytes) => {
        reservation.grow(bytes);
      },
      clock: systemClock,
    });
    const deadlineMs = getDeadlineMs(request, response, REQUEST_TIMEOUT_MS);
    await this.eventLoopQueue.waitForTurn({ client, cost: Math.max(MIN_BODY_COST, body.length) }, deadlineMs);
    const sentimentRequest = toSentimentRequest(parseJsonBody(body, MAX_TEXTS), MAX_TEXTS);
    checkNeutralLabel(sentimentRequest, this.loadedModel.model);
    return sentimentRequest;
  }
}

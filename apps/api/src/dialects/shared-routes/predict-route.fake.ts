import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import { CacheStatusOptions, PredictionCache } from '#libs/caching';
import { systemClock } from '#libs/clock';
import { RequestContext } from '#libs/observability';
import {
  Admission,
  Classifier,
  LoadedModel,
  type AdmissionRequest,
  type ClassificationResult,
  type ClassifyContext,
  type ModelDescription,
  type PredictionError,
  type TextOutcome,
} from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { Settings } from '../../config/settings.js';
import { ProblemFilter } from '../../http/errors/problem.filter.js';
import { EventLoopQueue } from '../../http/event-loop-queue.js';
import { BodyReader } from '../../prediction-route/body-reader.js';
import { JsonBodyReader } from '../../prediction-route/json-body-reader.js';
import { TWO_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { DialectRequestReader } from '../../dialect-route/dialect-request-reader.js';
import { PredictController } from './predict.controller.js';

export const GOOD: TextOutcome = {
  logits: new Float32Array([0, Math.log(3)]),
  truncated: false,
  tokens: 3,
  unknownTokens: 0,
  readChars: 9,
};
export const BAD: TextOutcome = {
  logits: new Float32Array([Math.log(3), 0]),
  truncated: true,
  tokens: 3,
  unknownTokens: 0,
  readChars: 9,
};
export const FAILED: TextOutcome = { failure: 'The model has no finite answer for this text.', isRefused: false };

/** Gives the outcomes that the test names, and keeps the calls. */
export class FakeClassifier extends Classifier implements LoadedModel {
  readonly calls: { texts: readonly string[]; context: ClassifyContext }[] = [];
  outcomes: readonly TextOutcome[] = [GOOD];
  result: Partial<ClassificationResult> = {};
  /** The model that is loaded. */
  model: ModelDescription = TWO_CLASS_MODEL;
  error: Error | undefined;
  /** Whether the result never comes. */
  isStuck = false;

  classify(texts: readonly string[], context: ClassifyContext): Promise<ClassificationResult> {
    this.calls.push({ texts, context });
    if (this.isStuck) return new Promise(() => {});
    if (this.error) return Promise.reject(this.error);
    const { outcomes, model } = this;
    return Promise.resolve({ outcomes, model, timings: undefined, lookup: undefined, ...this.result });
  }
}

/** Counts the bytes that requests hold. */
export class FakeAdmission extends Admission {
  readonly checked: AdmissionRequest[] = [];
  reservedBytes = 0;
  reservations = 0;
  releases = 0;
  /** The error of requests before their bodies are read. */
  refusal: PredictionError | undefined;
  /** The error of the bytes of bodies. */
  bodyRefusal: PredictionError | undefined;

  check(request: AdmissionRequest): void {
    this.checked.push(request);
    if (this.refusal) throw this.refusal;
  }

  reserve() {
    this.reservations++;
    return {
      grow: (bytes: number) => {
        this.reservedBytes += bytes;
        if (this.bodyRefusal) throw this.bodyRefusal;
      },
      release: () => {
        this.releases++;
      },
    };
  }
}

/** The route `/predict` on a free port, with fakes for the parts that the route uses. */
export class PredictRoute {
  readonly classifier = new FakeClassifier();
  readonly admission = new FakeAdmission();
  readonly eventLoopQueue = new EventLoopQueue({
    clock: new ManualClock(),
    afterSockets: setImmediate,
    costPerTurn: 4_096,
  });
  /** The contexts of all requests, in their order. */
  readonly contexts: RequestContext[] = [];
  url = '';
  private app: INestApplication | undefined;

  /** Takes at most 3 texts and 1,000 bytes in a body. */
  static async open(): Promise<PredictRoute> {
    const route = new PredictRoute();
    await route.listen();
    return route;
  }

  async close(): Promise<void> {
    await this.app?.close();
  }

  /** Sends a body as JSON, unless the headers say otherwise. */
  async predict(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, headers: response.headers, json: (await response.json()) as object };
  }

  private async listen(): Promise<void> {
    const module = await Test.createTestingModule({
      controllers: [PredictController],
      providers: [
        { provide: Classifier, useValue: this.classifier },
        { provide: Admission, useValue: this.admission },
        { provide: LoadedModel, useValue: this.classifier },
        { provide: PredictionCache, useValue: { enabled: true } },
        { provide: CacheStatusOptions, useValue: new CacheStatusOptions(true) },
        { provide: Settings, useValue: new Settings({ MAX_TEXTS: '3', MAX_BODY_BYTES: '1000' }) },
        { provide: EventLoopQueue, useValue: this.eventLoopQueue },
        BodyReader,
        JsonBodyReader,
        DialectRequestReader,
      ],
    }).compile();
    this.app = module.createNestApplication({ logger: false, bodyParser: false });
    this.app.use((_request: Request, response: Response, next: NextFunction) => {
      const context = new RequestContext('id-1', { clock: systemClock, startedMs: 1_000, trace: undefined });
      this.contexts.push(context);
      response.locals = { requestContext: context };
      next();
    });
    this.app.useGlobalFilters(new ProblemFilter());
    await this.app.listen(0, '127.0.0.1');
    this.url = `${await this.app.getUrl()}/predict`;
  }
}

import { Injectable } from '@nestjs/common';
import {
  LoadedModel,
  modelLoadingError,
  PredictionError,
  ServingStatus,
  type ModelDescription,
} from '#libs/prediction';
import { RequestError } from '../http/errors/request-error.js';

/** Clients of other model servers can call the model by this name, beside its own one. */
export const MODEL_ALIAS = 'sentiment';

/** The model, for routes that have its name in their path. */
@Injectable()
export class ServedModel {
  constructor(
    private readonly loaded: LoadedModel,
    private readonly serving: ServingStatus,
  ) {}

  /** The names of the model. @throws PredictionError `model-loading` */
  get names(): string[] {
    return [...new Set([this.requireModel().name, MODEL_ALIAS])];
  }

  /** Whether the model answers now. */
  get isReady(): boolean {
    return this.serving.state.status === 'ready';
  }

  /**
   * @param name of a model, which the client chose
   * @throws RequestError `not-found` for another model
   * @throws PredictionError `model-loading`
   */
  find(name: string): ModelDescription {
    const model = this.requireModel();
    if (this.names.includes(name)) return model;
    throw new RequestError(
      'not-found',
      `The model does not exist. This service has ${this.names.join(', also called ')}.`,
    );
  }

  /** @throws PredictionError `model-loading`, `model-unavailable` */
  checkReady(): void {
    const { state } = this.serving;
    if (state.status === 'ready') return;
    const kind = state.status === 'unavailable' ? 'model-unavailable' : 'model-loading';
    throw new PredictionError(kind, state.reason, { retryAfterSeconds: 1 });
  }

  private requireModel(): ModelDescription {
    const { model } = this.loaded;
    if (!model) throw modelLoadingError();
    return model;
  }
}

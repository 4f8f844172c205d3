import type { TextFailure } from '#libs/prediction';

/** Every reason for which the pipeline has no answer for a text. */
export const UNTOKENIZABLE_TEXT: TextFailure = { failure: 'The service cannot tokenize this text.', isRefused: false };
export const MODEL_FAILURE: TextFailure = { failure: 'The model failed on this text.', isRefused: false };
export const INFINITE_LOGITS: TextFailure = {
  failure: 'The model has no finite answer for this text.',
  isRefused: false,
};
export const CRASHING_TEXT: TextFailure = { failure: 'Model processes crashed on this text.', isRefused: true };
/** For a text that is known to crash workers, when it comes again. */
export const POISON_TEXT: TextFailure = { failure: 'Model processes crashed on this text before.', isRefused: true };
/** For an entry that no request waits for any more: it reaches no client. */
export const UNWANTED_TEXT: TextFailure = { failure: 'No request waits for this text.', isRefused: false };

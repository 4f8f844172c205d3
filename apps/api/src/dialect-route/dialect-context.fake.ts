import type { DialectContext } from './dialect.js';
import { THREE_CLASS_MODEL } from './model.fake.js';

/** A service with three classes, and all options as they are by default. */
export const DIALECT_CONTEXT: DialectContext = {
  model: THREE_CLASS_MODEL,
  maxTexts: 3,
  hasAllLabels: false,
  hasCloudLimits: false,
  hasMixed: false,
};

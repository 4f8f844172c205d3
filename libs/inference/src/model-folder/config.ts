import { JsonFields } from './json-fields.js';
import { CONFIG_FILE } from './manifest.js';

/** What serving needs of a Transformers `config.json`. */
export interface ModelConfig {
  /** Label names by index, from `id2label`. */
  readonly labels: readonly string[];
  readonly padTokenId: number;
  readonly maxPositions: number;
}

/** @throws ModelFolderError naming the field */
export function parseConfig(json: string): ModelConfig {
  const fields = JsonFields.parse(CONFIG_FILE, json);
  const id2label = fields.object('id2label');
  const labels = id2label.names().map((_, index) => id2label.string(String(index)));
  if (labels.length === 0) fields.refuse('id2label', 'a name for every label');
  return {
    labels,
    padTokenId: fields.integer('pad_token_id', 0, 2 ** 31 - 1),
    maxPositions: fields.integer('max_position_embeddings', 1, 2 ** 31 - 1),
  };
}

import type { Scoring } from '#libs/prediction';
import { JsonFields } from './json-fields.js';
import { CONFIG_FILE } from './manifest.js';

/** What serving needs of a Transformers `config.json`. */
export interface ModelConfig {
  /** Label names by index, from `id2label`. */
  readonly labels: readonly string[];
  readonly scoring: Scoring;
  readonly padTokenId: number;
  readonly maxPositions: number;
}

/** The end of the names of Transformers' classes whose output is one logit a label for the whole text. */
const HEAD = 'ForSequenceClassification';

/** @throws ModelFolderError naming the field */
export function parseConfig(json: string): ModelConfig {
  const fields = JsonFields.parse(CONFIG_FILE, json);
  if (fields.has('architectures') && !fields.strings('architectures').some((name) => name.endsWith(HEAD))) {
    fields.refuse('architectures', `a text classifier (…${HEAD})`);
  }
  const id2label = fields.object('id2label');
  const labels = id2label.names().map((_, index) => id2label.string(String(index)));
  if (labels.length === 0) fields.refuse('id2label', 'a name for each label');
  if (new Set(labels).size < labels.length) fields.refuse('id2label', 'a different name for each label');
  return {
    labels,
    scoring: readScoring(fields, labels.length),
    padTokenId: fields.integer('pad_token_id', 0, 2 ** 31 - 1),
    maxPositions: fields.integer('max_position_embeddings', 1, 2 ** 31 - 1),
  };
}

/** As Transformers' pipelines do: a single label is right or wrong, whatever the configuration says. */
function readScoring(fields: JsonFields, labelCount: number): Scoring {
  const problemType = fields.has('problem_type') ? fields.string('problem_type') : 'single_label_classification';
  switch (problemType) {
    case 'single_label_classification':
      return labelCount === 1 ? 'sigmoid' : 'softmax';
    case 'multi_label_classification':
      return 'sigmoid';
    default:
      return fields.refuse('problem_type', 'single_label_classification or multi_label_classification');
  }
}

/** The name by which clients of other servers can call every model of this service. */
export const MODEL_NAME = 'sentiment';

/** What a service tells about its model. */
export interface ServedModel {
  readonly name: string;
  /** The labels of answers, in the order of the model: the index of a label is its place. */
  readonly labels: readonly string[];
}

/** Reads the name and the labels without the neutral one, which the formats of other servers do not have by default. */
export async function readModel(url: string): Promise<ServedModel> {
  const response = await fetch(`${url}/model`);
  const { name, labels, neutralLabel } = (await response.json()) as ServedModel & { neutralLabel: string | null };
  return { name, labels: labels.filter((label) => label !== neutralLabel) };
}

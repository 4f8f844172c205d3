/** A model folder that must not be served. The message names the file and the reason, on one line. */
export class ModelFolderError extends Error {
  constructor(
    /** Name of the faulty file inside the folder. */
    readonly file: string,
    reason: string,
  ) {
    super(`${file}: ${reason}`);
    this.name = 'ModelFolderError';
  }
}

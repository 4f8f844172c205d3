import { RequestError } from '../../http/errors/request-error.js';

/** The codes by which Azure tells what is wrong with a request. */
export type AzureRequestFault =
  | 'InvalidRequestBodyFormat'
  | 'MissingInputDocuments'
  | 'MissingInputRecords'
  | 'InvalidDocument'
  | 'InvalidDocumentBatch'
  | 'InvalidParameterValue';

/** An error for which Azure has a code of its own. */
export class AzureError extends RequestError {
  constructor(
    /** The code of the inner error. */
    readonly fault: AzureRequestFault,
    message: string,
  ) {
    super('invalid-request', message);
  }
}

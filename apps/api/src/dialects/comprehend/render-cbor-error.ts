import { encode } from 'cborg';
import type { ErrorRenderer } from '../../http/errors/answer-error.js';
import { toFailure } from './failure.js';

export const CBOR_MEDIA_TYPE = 'application/cbor';
/** A header of every answer, by the specification of the protocol. */
export const PROTOCOL_HEADERS: Readonly<Record<string, string>> = { 'smithy-protocol': 'rpc-v2-cbor' };
/** The namespace of the names of errors. */
const NAMESPACE = 'com.amazonaws.comprehend';

/** Errors in the protocol Smithy RPC v2 CBOR. */
export const renderCborError: ErrorRenderer<Uint8Array> = (error, requestId) => {
  const { status, type, message, headers } = toFailure(error, requestId);
  return {
    status,
    mediaType: CBOR_MEDIA_TYPE,
    body: encode({ __type: `${NAMESPACE}#${type}`, message }),
    headers: { ...headers, ...PROTOCOL_HEADERS },
  };
};

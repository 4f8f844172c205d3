import { encode } from 'cborg';
import { parseCborBody } from '../../prediction-route/cbor-body.js';
import { SIGNED_HEADERS, type ComprehendProtocol } from './comprehend-protocol.js';
import { CBOR_MEDIA_TYPE, renderCborError } from './render-cbor-error.js';

/**
 * Smithy RPC v2 CBOR: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html. The path names the operation, and is signed.
 */
export const CBOR_PROTOCOL: ComprehendProtocol = {
  dialect: { name: 'comprehend', renderError: renderCborError, mediaType: CBOR_MEDIA_TYPE, encodeBody: encode },
  mediaType: CBOR_MEDIA_TYPE,
  signedHeaders: SIGNED_HEADERS,
  parseBody: parseCborBody,
};

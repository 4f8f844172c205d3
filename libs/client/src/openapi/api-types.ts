import type { components } from './schema.js';

type Schemas = components['schemas'];

/** A label with its score, from 0 to 1. */
export type LabelScore = Schemas['Sentiment'];
/** A text to analyze. */
export type AnalysisDocument = Schemas['Document'];
/** The body of `POST /analyze`. */
export type AnalysisRequest = Schemas['AnalysisRequest'];
export type DocumentAnalysis = Schemas['DocumentAnalysis'];
/** Why a document has no analysis. */
export type DocumentError = Schemas['DocumentError'];
/** The model of a service, as `GET /model` describes it. */
export type ModelInformation = Schemas['ModelInformation'];
/** How the model reads a text past its maximum. */
export type WindowInformation = Schemas['WindowInformation'];
/** The answer of `GET /health`. */
export type HealthStatus = Schemas['HealthStatus'];
/** A place in the body of a request that has a fault. */
export type FaultyPlace = Schemas['ProblemFault'];

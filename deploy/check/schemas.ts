import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parseAllDocuments } from 'yaml';
import { getName, type Manifest } from './manifest.js';
import { toolsFolder } from './tools.js';

const KUBERNETES = '1.36.0';

interface CustomResourceDefinition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema: Schema } }[];
  };
}

interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
}

/** Kinds without a published schema. The checks verify only references to these objects. */
export const WITHOUT_SCHEMA: readonly string[] = ['secrets-store.csi.x-k8s.io/v1 SecretProviderClass'];

/**
 * The strict schemas of built-in kinds and of custom resources: a field that a schema does not list is a violation. The
 * API server ignores such a field without a message, except in strict validation.
 */
export class Schemas {
  private readonly ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    allErrors: true,
    code: { regExp: Object.assign(goRegExp, { code: 'goRegExp' }) },
  });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly customSchemas = new Map<string, Schema>();
  private readonly folder = kubernetesSchemas();

  constructor() {
    this.ajv.addSchema(readJson(join(this.folder, '_definitions.json')));
    for (const definition of customResourceDefinitions()) {
      const { group, names, versions } = definition.spec;
      for (const { name, schema } of versions) {
        if (schema) this.customSchemas.set(`${group}/${name} ${names.kind}`, strict(schema.openAPIV3Schema, true));
      }
    }
  }

  /** @returns a sentence for each violation of the schema, with the path of the field */
  findViolations(manifest: Manifest): string[] {
    const type = `${manifest.apiVersion} ${manifest.kind}`;
    if (WITHOUT_SCHEMA.includes(type)) return [];
    const validate = this.getValidator(manifest, type);
    if (!validate) return [`${getName(manifest)}: there is no schema for ${type}`];
    if (validate(manifest)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const field = (params as { additionalProperty?: string }).additionalProperty;
      return `${getName(manifest)}: ${instancePath || '/'} ${message ?? ''}${field === undefined ? '' : ` (${field})`}`;
    });
  }

  private getValidator({ apiVersion, kind }: Manifest, type: string): ValidateFunction | undefined {
    const known = this.validators.get(type);
    if (known) return known;
    // Azure copies the custom resources of the Prometheus operator into a group of its own.
    const custom = this.customSchemas.get(type.replace(/^azmonitoring\./, 'monitoring.'));
    const [version, group] = apiVersion.split('/').reverse();
    const file = [kind.toLowerCase(), group?.split('.')[0], version].filter((part) => part !== undefined).join('-');
    const path = join(this.folder, `${file}.json`);
    const schema = custom ?? (existsSync(path) ? readJson(path) : undefined);
    if (!schema) return undefined;
    const validate = this.ajv.compile(schema);
    this.validators.set(type, validate);
    return validate;
  }
}

/** Schemas contain Go patterns: `(?i)` in a pattern sets the flag for case-insensitive matching. */
function goRegExp(pattern: string, flags: string): RegExp {
  const caseless = pattern.replace('(?i)', '');
  return new RegExp(caseless, caseless === pattern ? flags : `${flags}i`);
}

function kubernetesSchemas(): string {
  const library = join(toolsFolder, 'python/lib');
  const [python = ''] = readdirSync(library);
  const schemas = 'site-packages/kubernetes_validate/kubernetes-json-schema';
  return join(library, python, schemas, `v${KUBERNETES}-local-strict`);
}

function customResourceDefinitions(): CustomResourceDefinition[] {
  return readdirSync(join(toolsFolder, 'crds'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parseAllDocuments(readFileSync(join(toolsFolder, 'crds', name), 'utf8')))
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .filter((resource) => resource !== null)
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** Forbids unknown fields in every object with listed properties, unless the CRD preserves unknown fields. */
function strict(schema: Schema, isRoot = false): Schema {
  const closed = { ...schema };
  if (schema.properties) {
    closed.properties = mapValues(schema.properties, (property) => strict(property));
    if (isRoot) closed.properties = { ...closed.properties, apiVersion: {}, kind: {}, metadata: {} };
    const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
    if (!isOpen && schema.additionalProperties === undefined) closed.additionalProperties = false;
  }
  if (schema.items) closed.items = strict(schema.items);
  if (typeof schema.additionalProperties === 'object') {
    closed.additionalProperties = strict(schema.additionalProperties);
  }
  // Kubernetes extensions that JSON Schema expresses by a list of types.
  if (schema['x-kubernetes-int-or-string'] === true) delete closed.type;
  if (schema.nullable === true && typeof schema.type === 'string') closed.type = [schema.type, 'null'];
  return closed;
}

function mapValues(values: Record<string, Schema>, change: (schema: Schema) => Schema): Record<string, Schema> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function readJson(path: string): Schema {
  return JSON.parse(readFileSync(path, 'utf8')) as Schema;
}

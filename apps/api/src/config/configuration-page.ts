import { relative } from 'node:path';
import { packageRoot } from './package-root.js';
import { declaredSettings, type SettingDeclaration } from './setting.js';
import { Settings } from './settings.js';
import { wrapLines } from './wrap-lines.js';

/** The sections of the page, each with the settings that it lists. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  Server: ['PORT', 'HOST', 'MAX_CONNECTIONS', 'PLAYGROUND'],
  Model: ['MODEL', 'MODEL_DIR', 'MODEL_PROCESSES', 'MODEL_THREADS'],
  Requests: [
    'MAX_TEXTS',
    'MAX_WINDOWS',
    'MAX_BODY_BYTES',
    'REQUEST_TIMEOUT_MS',
    'LANGUAGE_POLICY',
    'DIALECTS',
    'DIALECT_LABELS',
    'DIALECT_LIMITS',
    'DIALECT_MIXED',
  ],
  Cache: [
    'CACHE_TTL_SECONDS',
    'CACHE_MEMORY_BYTES',
    'CACHE_STATUS',
    'REDIS_URL',
    'REDIS_TOPOLOGY',
    'REDIS_SENTINEL_PRIMARY',
    'REDIS_SENTINEL_PASSWORD_FILE',
    'REDIS_LOGIN',
    'REDIS_PASSWORD_FILE',
    'REDIS_CA_FILE',
    'REDIS_TIMEOUT_MS',
    'REDIS_KEY_PREFIX',
  ],
  Security: ['API_KEYS_FILE', 'RATE_LIMIT_REQUESTS', 'RATE_LIMIT_SECONDS', 'TRUSTED_PROXIES', 'CORS_ORIGINS'],
  Observability: ['LOG_LEVEL', 'METRICS_PORT'],
  Shutdown: ['SHUTDOWN_DELAY_MS'],
};

const HEAD = [
  '# Configuration',
  'Environment variables configure the service. An empty variable counts as not set. If a value is not allowed, the ' +
    'service does not start, and one line of its output names every such variable.',
  'Traces are off by default. `OTEL_EXPORTER_OTLP_ENDPOINT` turns them on; the other standard variables of OpenTelemetry (`OTEL_*`) ' +
    'configure them ([operations.md](operations.md#5-logs-and-traces)).',
  'This page is generated: `npm run settings -- --write` writes it from `apps/api/src/config/settings.ts`.',
];

/** Every setting with its default, its allowed values and its meaning, in Markdown: the content of docs/configuration.md. */
export function renderConfigurationPage(): string {
  const defaults = new Settings({});
  const sections = Object.entries(SECTIONS).map(([title, names]) => {
    const items = names.map((name) => renderSetting(findDeclaration(name), readDefault(defaults, name)));
    return `## ${title}\n\n${items.join('\n\n')}`;
  });
  return `${[...HEAD.map(wrapLines), ...sections].join('\n\n')}\n`;
}

/** The names of the settings on the page, in its order. */
export function listSettings(): string[] {
  return Object.values(SECTIONS).flat();
}

/** The default of a setting as a text; empty for none. */
export function readDefault(defaults: Settings, name: string): string {
  const value = String(Object.entries(defaults).find(([property]) => property === name)?.[1]);
  return value.startsWith(packageRoot) ? relative(packageRoot, value) : value;
}

function renderSetting({ name, meaning, allowed }: SettingDeclaration, byDefault: string): string {
  const items = [`- Default: ${byDefault === '' ? 'not set' : `\`${byDefault}\``}`, `- Allowed: ${allowed}`];
  return `### \`${name}\`\n\n${wrapLines(meaning)}\n\n${items.map(wrapLines).join('\n')}`;
}

/** @throws Error for a name that is not a setting */
function findDeclaration(name: string): SettingDeclaration {
  const declaration = declaredSettings().find((each) => each.name === name);
  if (!declaration) throw new Error(`${name} is not a setting`);
  return declaration;
}

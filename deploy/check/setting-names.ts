import type { ConfigMap } from 'kubernetes-types/core/v1.js';
import { declaredSettings } from '../../apps/api/src/config/setting.js';
import { Settings, SettingsError } from '../../apps/api/src/config/settings.js';
import { filterByKind, type Manifest } from './manifest.js';

/** Finds settings in a ConfigMap that the service does not know or would reject. */
export function settingViolations(manifests: readonly Manifest[]): string[] {
  const known = declaredSettings().map(({ name }) => name);
  return filterByKind<ConfigMap>(manifests, 'ConfigMap')
    .filter(({ metadata }) => metadata.name.startsWith('sentiment-settings'))
    .flatMap(({ data = {} }) => {
      const unknown = Object.keys(data).filter((name) => !known.includes(name) && !name.startsWith('OTEL_'));
      // The files exist only in the pods. The check of references verifies their paths.
      const values = Object.entries(data).filter(([name]) => !name.endsWith('_FILE'));
      return [
        ...unknown.map((name) => `settings: there is no ${name}`),
        ...rejectedSettings(Object.fromEntries(values)),
      ];
    });
}

function rejectedSettings(values: Record<string, string>): string[] {
  try {
    new Settings(values);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return [`settings: ${error.message}`];
    throw error;
  }
}

/** `npm run settings`: prints docs/configuration.md. */
import { renderConfigurationPage } from './configuration-page.js';

process.stdout.write(renderConfigurationPage());

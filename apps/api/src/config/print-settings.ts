/** `npm run settings`: what can be set. */
import { settingsTable } from './settings-table.js';

process.stdout.write(settingsTable());

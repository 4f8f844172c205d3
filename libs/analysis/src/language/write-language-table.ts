/**
 * A step of the build: writes the language table beside the compiled code. As objects of JavaScript the n-grams take 77 MB of
 * memory, packed they take less than 1 MB.
 */
import { writeFile } from 'node:fs/promises';
import { LANGUAGE_TABLE_FILE } from './language-table.js';
import { packEld } from './pack-eld.js';

await writeFile(LANGUAGE_TABLE_FILE, new Uint8Array(await packEld('extrasmall')));

export { BoundedFileReader, type BoundedFileReaderOptions } from './bounded-file-reader.js';
export { FileError, MAX_FILE_BYTES, readSmallFile, readSmallFileSync } from './read-small-file.js';

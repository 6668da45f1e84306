/** Examines model directories and tokenises in a thread: both read untrusted data. */
import { createDirectReader, type TokenizerSource } from '../../engine/models/model-reader';
import { serveMethods } from '../../workers/serve-methods';

const reader = createDirectReader();

const methods = {
  examine: (directory: string) => reader.examine(directory),
  tokenTexts: (source: TokenizerSource) => reader.tokenTexts(source),
  tokenize: ({ source, texts }: { source: TokenizerSource; texts: readonly string[] }) =>
    reader.tokenize(source, texts),
};
export type ModelsWorker = typeof methods;

serveMethods(methods);

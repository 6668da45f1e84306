/** Reads model directories and tokenises in a thread with time limits, so that the web process goes on answering. */
import { unexamined, type ModelReader } from '../../engine/client/client';
import { AppError } from '../../errors';
import { log } from '../../log';
import type { ModelsWorker } from '../../workers/models.worker';
import { isWorkerError, workerThread } from '../../workers/worker-thread';

/** Far above what a model takes, which is a fraction of a second: it only ends what would never end. */
const EXAMINE_MS = 10_000;
const TOKENIZE_MS = 10_000;
/** Characters that are sent at a time: other requests are answered between two pieces of work. */
const CHARACTERS_PER_CALL = 50_000;
const MEMORY_MB = 768;

/** A reader in this process's thread for models, which starts with its first call. */
export function createThreadReader(): ModelReader {
  const thread = workerThread<ModelsWorker>('models', { memoryMb: MEMORY_MB });
  return {
    async examine(directory) {
      try {
        return await thread.call('examine', directory, { timeoutMs: EXAMINE_MS });
      } catch (error) {
        // A thread that is busy or closed says nothing about the directory.
        if (!isWorkerError(error, 'timeout') && !isWorkerError(error, 'crash')) throw explain(error);
        log.error({ err: error, directory }, 'a model directory could not be examined');
        return unexamined(
          directory,
          `Its files could not be examined within ${EXAMINE_MS / 1000} s. Put the files of a GPT-2 model in their place.`,
        );
      }
    },
    tokenTexts: (source) =>
      thread.call('tokenTexts', source, { timeoutMs: TOKENIZE_MS }).catch((error: unknown) => {
        throw explain(error);
      }),
    async tokenize(source, texts, signal) {
      const ids: Int32Array[] = [];
      for (const part of splitByLength(texts)) {
        const call = thread.call('tokenize', { source, texts: part }, { timeoutMs: TOKENIZE_MS, signal });
        ids.push(
          ...(await call.catch((error: unknown) => {
            throw explain(error);
          })),
        );
      }
      return ids;
    },
  };
}

/** Consecutive texts of up to so many characters together; a longer text is a part of its own. */
function splitByLength(texts: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = Infinity;
  for (const text of texts) {
    if (length + text.length > CHARACTERS_PER_CALL) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)!.push(text);
    length += text.length;
  }
  return parts;
}

/** What a person is told when the thread does not answer; other errors stay as they are. */
function explain(error: unknown): unknown {
  if (!isWorkerError(error)) return error;
  log.error({ err: error }, 'the thread that tokenises did not answer');
  const message =
    error.reason === 'timeout'
      ? `Tokenising took more than ${TOKENIZE_MS / 1000} s and was stopped. Use shorter texts.`
      : 'The server is too busy to tokenise now. Try again in a moment.';
  return new AppError('ENGINE_FAILED', message, { cause: error });
}

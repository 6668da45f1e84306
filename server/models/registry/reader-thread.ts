/** Reads model directories and tokenises in a worker thread with time limits, so that the web process stays responsive. */
import { unexamined, type ModelReader } from '../../engine/client/client';
import { AppError } from '../../errors';
import { log } from '../../log';
import type { ModelsWorker } from './models.worker';
import { isWorkerError, workerThread } from '../../workers/worker-thread';

/** A model takes a fraction of a second; the limit only stops what would never end. CPU time: a busy machine is not to blame. */
const CPU_MS = 10_000;
const LIMITS = { cpuMs: CPU_MS, timeoutMs: 60_000 };
/** Characters sent at a time: the thread serves other requests between two calls. */
const CHARACTERS_PER_CALL = 50_000;
const MEMORY_MB = 768;

/** Creates a reader that uses this process's models thread; the thread starts with its first call. */
export function createThreadReader(): ModelReader {
  const thread = workerThread<ModelsWorker>('models', { memoryMb: MEMORY_MB });
  return {
    async examine(directory) {
      try {
        return await thread.call('examine', directory, LIMITS);
      } catch (error) {
        // A thread that is busy or closed says nothing about the directory.
        if (isWorkerError(error, 'busy') || isWorkerError(error, 'closed')) throw explain(error);
        if (!isWorkerError(error)) throw error;
        log.error({ err: error, directory }, 'a model directory could not be examined');
        return unexamined(
          directory,
          `Its files could not be examined within ${CPU_MS / 1000} s. Replace them with the files of a GPT-2 model.`,
        );
      }
    },
    tokenTexts: (source) =>
      thread.call('tokenTexts', source, LIMITS).catch((error: unknown) => {
        throw explain(error);
      }),
    async tokenize(source, texts, signal) {
      const ids: Int32Array[] = [];
      for (const part of splitByLength(texts)) {
        const call = thread.call('tokenize', { source, texts: part }, { ...LIMITS, signal });
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

/** Splits texts into parts of up to CHARACTERS_PER_CALL characters, in order; a longer text is a part of its own. */
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

/** Turns a failure of the thread into an AppError; returns other errors unchanged. */
function explain(error: unknown): unknown {
  if (!isWorkerError(error)) return error;
  log.error({ err: error }, 'the thread that tokenises did not answer');
  const message =
    error.reason === 'timeout'
      ? `Tokenising took more than ${CPU_MS / 1000} s and was stopped. Use shorter texts.`
      : 'The server is too busy to tokenise now. Try again in a moment.';
  return new AppError('ENGINE_FAILED', message, { cause: error });
}

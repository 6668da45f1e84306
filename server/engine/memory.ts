/** Recognising that memory ran out, wherever it did: V8, ONNX Runtime, or the whole process. */
import { AppError, messageOf } from '../errors';

/** What to do about it. */
export const OUT_OF_MEMORY =
  'The engine ran out of memory. Lower ENGINE_MEMORY_MB, use fewer or shorter prompts, or a smaller model.';

const SIGNS = [
  /array buffer allocation failed/i,
  /invalid typed array length/i,
  /bad_?alloc/i,
  /failed to allocate/i,
  /heap out of memory/i,
  /out of memory/i,
];

/** Whether a text of V8, ONNX Runtime or Node says that memory ran out. */
export function isMemoryProblem(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text));
}

/** An error of running out of memory as ENGINE_FAILED with advice; any other error as it is. */
export function explainMemoryProblem(error: unknown): unknown {
  if (!isMemoryProblem(messageOf(error))) return error;
  return new AppError('ENGINE_FAILED', OUT_OF_MEMORY, { cause: error });
}

/** Recognises that memory ran out in V8, in ONNX Runtime or in the whole process. */
import { AppError, getErrorMessage } from '../errors';

/** Message for users, with advice. */
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

/** Whether a message of V8, ONNX Runtime or Node means that memory ran out. */
export function isMemoryProblem(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text));
}

/** Converts an out-of-memory error to ENGINE_FAILED with advice; returns other errors unchanged. */
export function explainMemoryProblem(error: unknown): unknown {
  if (!isMemoryProblem(getErrorMessage(error))) return error;
  return new AppError('ENGINE_FAILED', OUT_OF_MEMORY, { cause: error });
}

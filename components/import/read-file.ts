/** Reads a file that is to be imported. */
import { MAX_IMPORT_BYTES } from '../../domain/limits';

/** The text of a file. @throws Error whose message says what is wrong with the file and what to do. */
export async function readFile(file: File): Promise<string> {
  if (file.size > MAX_IMPORT_BYTES) {
    const size = (file.size / 1e6).toFixed(1);
    throw new Error(
      `${file.name} is ${size} MB; files up to ${MAX_IMPORT_BYTES / 1e6} MB are read. Export fewer metrics, sweeps or prompts.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(await file.arrayBuffer()));
  } catch {
    throw new Error(`${file.name} is not UTF-8 text. Choose the JSON file that Patchbay exported.`);
  }
}

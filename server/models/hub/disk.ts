/** What a file system refuses, in words that everybody may read: they name no path of this machine. */
import { AppError } from '../../errors';

/** An error of writing to the models folder as one that says what to do; null for any other error. */
export function diskProblem(error: unknown): AppError | null {
  const code = (error instanceof Error && (error as NodeJS.ErrnoException).code) || '';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT': {
      const message =
        'The disk of the models folder is full. Make room and start again: what was received is kept.';
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS': {
      const message = `The models folder cannot be written to (${code}). Let the site's user write there, or set MODELS_DIR to another folder.`;
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    default:
      return null;
  }
}

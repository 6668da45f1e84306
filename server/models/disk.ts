/** What a file system refuses, in words for whoever runs the site. */
import { AppError } from '../errors';

/**
 * A file system's error as one that says what to do; null for any other error.
 *
 * @param folder that was written to.
 */
export function diskProblem(error: unknown, folder: string): AppError | null {
  const code = (error instanceof Error && (error as NodeJS.ErrnoException).code) || '';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT': {
      const message = `The disk of ${folder} is full. Make room and start again: what was received is kept.`;
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS': {
      const message = `${folder} cannot be written to (${code}). Let this user write there, or set MODELS_DIR to another folder.`;
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    default:
      return null;
  }
}

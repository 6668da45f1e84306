/** What a file system refuses, in words; everybody may read them, so the log has the folder. */
import { AppError } from '../errors';
import { log } from '../log';

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
      log.error({ folder, code }, 'the disk of the models folder is full');
      const message =
        'The disk of the models folder is full. Make room and start again: what was received is kept.';
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS': {
      log.error({ folder, code }, 'the models folder cannot be written to');
      const message = `The models folder cannot be written to (${code}); the server's log names it. Let this user write there, or set MODELS_DIR to another folder.`;
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    default:
      return null;
  }
}

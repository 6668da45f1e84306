/** Messages for file system errors. They are public, so they name no path of this machine. */
import { AppError } from '../../errors';

/** Turns an error of writing to the models folder into one that says what to do; null for other errors. */
export function explainDiskError(error: unknown): AppError | null {
  const code = (error instanceof Error && (error as NodeJS.ErrnoException).code) || '';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT': {
      const message =
        'The disk of the models folder is full. Free some space and start again. The received data is kept.';
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS': {
      const message = `The models folder is not writable (${code}). Give the user of the site write access, or set MODELS_DIR to another folder.`;
      return new AppError('MODEL_UNAVAILABLE', message, { cause: error });
    }
    default:
      return null;
  }
}

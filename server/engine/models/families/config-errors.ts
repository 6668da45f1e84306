/** Errors about a config.json. They repeat nothing of the file but names: a link may lead to any file. */
import { AppError } from '../../../errors';

/** @param problem continues the sentence 'config.json …'. */
export function refuseConfig(problem: string): AppError {
  return new AppError('MODEL_UNAVAILABLE', `config.json ${problem}`);
}

/** A name from the file in quotes; text that is long or has other characters is not repeated. */
export function quoteName(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? `'${name}'` : 'that is no name';
}

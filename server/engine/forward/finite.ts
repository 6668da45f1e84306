/** Final check of every computation: results that are not finite are refused. */
import { AppError } from '../../errors';

/**
 * @param what the numbers are, e.g. 'logit differences'.
 * @throws MODEL_UNAVAILABLE when one is infinite or NaN. Loaded weights are finite, so products of them overflow float32.
 */
export function checkFinite(id: string, what: string, values: ArrayLike<number>): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    const message =
      `Model '${id}' computes ${what} that are not finite numbers (${values[at]} at index ${at}): its weights overflow float32. ` +
      'They are probably damaged; install the model again, or use another one.';
    throw new AppError('MODEL_UNAVAILABLE', message);
  }
}

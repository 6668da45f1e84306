/** The activations that patches and ablations write, in Python: functions of hook names. */
import type { RunSide } from '../generated/graphql';

/** Defines `zeros_of`, `mean_of` and `resampled`. */
export const VALUE_FUNCTIONS = `def zeros_of(cache):
    return lambda name: torch.zeros_like(cache[name])


def mean_of(cache, across_positions):
    return lambda name: cache[name].mean((0, 1) if across_positions else 0, keepdim=True).expand_as(cache[name])


def resampled(cache, donors):
    return lambda name: cache[name][donors]`;

/** A value and its choices, as joint patches and circuits have them. */
export interface WrittenValue {
  readonly value: 'SOURCE' | 'ZERO' | 'MEAN' | 'RESAMPLE';
  /** Of MEAN and RESAMPLE. */
  readonly valueFrom: RunSide | null;
  readonly acrossPositions: boolean;
  /** Of RESAMPLE: the index of a pair for each pair. */
  readonly donors: readonly number[] | null;
}

/** Writes an expression that gives the activation of a hook by its name. @param source name of the source run's tokens. */
export function writeValues(
  { value, valueFrom, acrossPositions, donors }: WrittenValue,
  source: string,
): string {
  const writeCache = (tokens: string): string => `model.run_with_cache(${tokens})[1]`;
  const side = (valueFrom ?? '').toLowerCase();
  switch (value) {
    case 'SOURCE':
      return `${writeCache(source)}.__getitem__`;
    case 'ZERO':
      return `zeros_of(${writeCache(source)})`;
    case 'MEAN':
      return `mean_of(${writeCache(side)}, ${acrossPositions ? 'True' : 'False'})`;
    case 'RESAMPLE':
      return `resampled(${writeCache(side)}, ${JSON.stringify(donors)})`;
  }
}

/** The trace that the controls describe, in a sentence. */
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { visibleText } from '../tokens/token-text';
import type { TracingState } from './tracing-state';

/** The positions are named by the tokens of the first pair. */
export function describeTrace(
  { pairs, model }: Pick<AnalysedRun_RunFragment, 'pairs' | 'model'>,
  { corruption, positions, std, samples, layers }: TracingState,
): string {
  const { cleanTokens, differingPositions } = pairs[0]!;
  const windows = layers === 1 ? `each of ${model.layers} layers` : `each window of ${layers} layers`;
  const restored = `Then ${windows} is restored at each of ${cleanTokens.length} positions.`;
  if (corruption === 'prompt') return `The corrupted prompts are the base run. ${restored}`;
  const noisy = positions ?? differingPositions;
  const names = noisy.map((at) => `${visibleText(cleanTokens[at]!.text)} (${at})`).join(', ');
  const where = positions === null ? `${names}, where the prompts differ` : names;
  return `Noise of ${std} times the standard deviation is added to the embedding of ${where}, ${samples} ${samples === 1 ? 'sample' : 'samples'}. ${restored}`;
}

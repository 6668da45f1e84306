/** p(correct) - p(incorrect) at the last position, softmax over the whole vocabulary. */
import { computeLogProbs } from './log-prob';
import type { MetricFactory } from './metric';

export const probDiff: MetricFactory = ({ answers }) => {
  const correct = answers.map((answer) => answer.correct);
  const incorrect = answers.map((answer) => answer.incorrect);
  return async (last) => {
    const ofIncorrect = await computeLogProbs(last, incorrect);
    return Float32Array.from(
      await computeLogProbs(last, correct),
      (value, prompt) => Math.exp(value) - Math.exp(ofIncorrect[prompt]!),
    );
  };
};

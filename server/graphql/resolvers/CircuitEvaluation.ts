import type { CircuitEvaluationResolvers } from '../generated/resolvers';

export const CircuitEvaluation: CircuitEvaluationResolvers = {
  faithfulness: (evaluation, { randomCircuits }) => evaluation.faithfulness(randomCircuits),
  completeness: (evaluation, options) => evaluation.completeness(options),
  minimality: (evaluation, options) => evaluation.minimality(options),
  curve: (evaluation, options) => evaluation.curve(options),
};

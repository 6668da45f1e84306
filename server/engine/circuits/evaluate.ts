/** Evaluates one part of a circuit. */
import type { CircuitPart, CircuitPartOptions, CircuitPartResults } from '../circuits';
import { evaluateCompleteness } from './completeness';
import { evaluateCurve } from './curve';
import { evaluateFaithfulness } from './faithfulness';
import type { CircuitLab } from './lab';
import { evaluateMinimality } from './minimality';

const EVALUATORS: {
  readonly [Part in CircuitPart]: (
    lab: CircuitLab,
    options: CircuitPartOptions[Part],
  ) => Promise<CircuitPartResults[Part]>;
} = {
  faithfulness: evaluateFaithfulness,
  completeness: evaluateCompleteness,
  minimality: evaluateMinimality,
  curve: evaluateCurve,
};

export function evaluatePart<Part extends CircuitPart>(
  lab: CircuitLab,
  part: Part,
  options: CircuitPartOptions[Part],
): Promise<CircuitPartResults[Part]> {
  return EVALUATORS[part](lab, options);
}

/** Evaluates one part of a circuit. */
import type { CircuitPart, CircuitPartOptions, CircuitPartResults } from '../circuits';
import { evaluateCompleteness } from './completeness';
import { evaluateCurve } from './curve';
import { evaluateFaithfulness } from './faithfulness';
import type { CircuitLab } from './lab';
import { evaluateMinimality } from './minimality';

type Evaluators<Member> = {
  readonly [Part in CircuitPart]: (
    lab: CircuitLab<Member>,
    options: CircuitPartOptions<Member>[Part],
  ) => Promise<CircuitPartResults<Member>[Part]>;
};

export function evaluatePart<Member, Part extends CircuitPart>(
  lab: CircuitLab<Member>,
  part: Part,
  options: CircuitPartOptions<Member>[Part],
): Promise<CircuitPartResults<Member>[Part]> {
  const evaluators: Evaluators<Member> = {
    faithfulness: evaluateFaithfulness,
    completeness: evaluateCompleteness,
    minimality: evaluateMinimality,
    curve: evaluateCurve,
  };
  return evaluators[part](lab, options);
}

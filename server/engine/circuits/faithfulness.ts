/** Whether a circuit does what the model does: Wang et al. 2022, section 4; random circuits of its size as a control. */
import { mean } from '../../../domain/effect';
import type { CircuitPartOptions, CircuitPartResults } from '../circuits';
import { drawCircuit, listAll, type CircuitLab } from './lab';

export async function evaluateFaithfulness<Member>(
  lab: CircuitLab<Member>,
  { seeds }: CircuitPartOptions['faithfulness'],
): Promise<CircuitPartResults<Member>['faithfulness']> {
  const [circuit, model, empty, ...random] = await lab.measure([
    lab.circuit,
    listAll(lab),
    new Set(),
    ...seeds.map((seed) => drawCircuit(lab, lab.circuit, seed)),
  ]);
  return {
    circuit: circuit!,
    model: model!,
    empty: empty!,
    random: random.map((values) => mean(values)),
  };
}

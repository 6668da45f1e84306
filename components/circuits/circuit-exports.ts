/** What can be written of an evaluated circuit. */
import type { Exports } from '../export/ExportBar';
import { CircuitEvaluationDocument, type CircuitEvaluationQueryVariables } from '../generated/graphql';
import { circuitToCsv, circuitToJson, type EvaluatedCircuitFile } from './circuit-files';
import { toCircuitNotebook } from './circuit-notebook';

const PROGRAM = `result = ask(VARIABLES)["evaluateCircuit"]
faithfulness, curve = result["faithfulness"], result["curve"]
print("faithfulness", faithfulness["mean"], "random circuits", faithfulness["random"]["values"])
print("completeness: mean |circuit - model|", result["completeness"]["meanDifference"])
for one in result["minimality"]["nodes"]:
    node = one["node"]
    name = f"MLP {node['layer']}" if node["head"] is None else f"L{node['layer']}H{node['head']}"
    print(f"without {name:7} {one['alone']:+.4f}, largest {one['largest']:+.4f}")
for point in curve["points"]:
    print(f"{point['size']:4} nodes: faithfulness {point['faithfulness']}")
print("CPR", curve["cpr"], "CMD", curve["cmd"])`;

export function makeCircuitExports(file: EvaluatedCircuitFile): Exports {
  const variables = makeVariables(file);
  return {
    request: () => ({ document: CircuitEvaluationDocument, variables }),
    program: () => ({
      about: 'A circuit: faithfulness, completeness, minimality, and the size curve.',
      document: CircuitEvaluationDocument,
      variables,
      code: PROGRAM,
    }),
    json: () => circuitToJson(file),
    csv: () => circuitToCsv(file),
    notebook: () => toCircuitNotebook(file),
  };
}

/** The request that gives the same parts. */
function makeVariables({ run, nodes, choices, ranking, curve }: EvaluatedCircuitFile) {
  const { on, scope, value, acrossPositions, donors, metric } = choices;
  const valueFrom = value === 'MEAN' || value === 'RESAMPLE' ? choices.valueFrom : null;
  const isOrdered = ranking === 'SWEEPS';
  return {
    input: {
      run: run.id,
      circuit: {
        nodes: nodes.map(({ layer, head }) => ({ layer, head })),
        on,
        scope,
        value,
        valueFrom,
        acrossPositions,
        metric,
        donors: donors && [...donors],
      },
    },
    ranking: isOrdered ? 'ABSOLUTE' : ranking,
    order: isOrdered && curve ? curve.order.map(({ node: { layer, head } }) => ({ layer, head })) : null,
  } satisfies CircuitEvaluationQueryVariables;
}

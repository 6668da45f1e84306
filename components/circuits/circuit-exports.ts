/** What can be written of an evaluated circuit. */
import type { Exports } from '../export/ExportBar';
import { CircuitEvaluationDocument, type CircuitEvaluationQueryVariables } from '../generated/graphql';
import { toEdgeInput } from './circuit-state';
import { circuitToCsv } from './circuit-csv';
import { circuitToJson, type EvaluatedCircuitFile } from './circuit-files';
import { toCircuitNotebook } from './circuit-notebook';
import { SEARCHED_OTHERS, type CurveRequest } from './curve-ranking';

const PROGRAM = `result = ask(VARIABLES)["evaluateCircuit"]
faithfulness, curve = result["faithfulness"], result["curve"]
print("faithfulness", faithfulness["mean"], "random circuits", faithfulness["random"]["values"])
print("completeness: mean |circuit - model|", result["completeness"]["meanDifference"])


def name_node(layer, head):
    return f"MLP {layer}" if head is None else f"L{layer}H{head}"


def name_edge(edge):
    sender = "embeddings" if edge["senderLayer"] is None else name_node(edge["senderLayer"], edge["senderHead"])
    if edge["input"] == "LOGITS":
        return f"{sender} > logits"
    receiver = name_node(edge["receiverLayer"], edge["receiverHead"])
    return f"{sender} > {receiver}" if edge["input"] == "MLP" else f"{sender} > {receiver}.{edge['input']}"


changes = [(name_node(one["node"]["layer"], one["node"]["head"]), one) for one in result["minimality"]["nodes"]]
changes += [(name_edge(one["edge"]), one) for one in result["minimality"]["edges"]]
for name, one in changes:
    print(f"without {name:16} {one['alone']:+.4f}, largest {one['largest']:+.4f}")
for point in curve["points"]:
    print(f"{point['size']:5} of {curve['count']} in the circuit: faithfulness {point['faithfulness']}")
print("CPR", curve["cpr"], "CMD", curve["cmd"])`;

/** @param curve the arguments that its curve was asked for with. */
export function makeCircuitExports(file: EvaluatedCircuitFile, curve: CurveRequest): Exports {
  const variables = makeVariables(file, curve);
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
function makeVariables({ run, nodes, edges, choices }: EvaluatedCircuitFile, curve: CurveRequest) {
  const { members, on, scope, value, acrossPositions, donors, metric } = choices;
  const valueFrom = value === 'MEAN' || value === 'RESAMPLE' ? choices.valueFrom : null;
  return {
    input: {
      run: run.id,
      circuit: {
        ...(members === 'EDGES'
          ? { edges: edges.map((edge) => toEdgeInput(edge)) }
          : { nodes: nodes.map(({ layer, head }) => ({ layer, head })) }),
        on,
        scope,
        value,
        valueFrom,
        acrossPositions,
        metric,
        donors: donors && [...donors],
      },
    },
    others: SEARCHED_OTHERS[members],
    ...curve,
  } satisfies CircuitEvaluationQueryVariables;
}

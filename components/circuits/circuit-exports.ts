/** What can be written of an evaluated circuit. */
import type { Exports } from '../export/ExportBar';
import { CircuitEvaluationDocument, type CircuitEvaluationQueryVariables } from '../generated/graphql';
import { isOneLength } from '../sweep/role-labels';
import { toEdgeInput } from './circuit-state';
import { circuitToCsv } from './circuit-csv';
import { circuitToJson, type EvaluatedCircuitFile } from './circuit-files';
import { toCircuitNotebook } from './circuit-notebook';
import { SEARCHED_OTHERS, type PartsRequest } from './curve-ranking';

const PROGRAM = `result = ask(VARIABLES)["evaluateCircuit"]
faithfulness = result["faithfulness"]
print("faithfulness", faithfulness["mean"], "random circuits", faithfulness["random"]["values"])
if completeness := result.get("completeness"):
    print("completeness: mean |circuit - model|", completeness["meanDifference"])


def name_node(layer, head):
    return f"MLP {layer}" if head is None else f"L{layer}H{head}"


def name_edge(edge):
    sender = "embeddings" if edge["senderLayer"] is None else name_node(edge["senderLayer"], edge["senderHead"])
    if edge["input"] == "LOGITS":
        return f"{sender} > logits"
    receiver = name_node(edge["receiverLayer"], edge["receiverHead"])
    return f"{sender} > {receiver}" if edge["input"] == "MLP" else f"{sender} > {receiver}.{edge['input']}"


if minimality := result.get("minimality"):
    changes = [(name_node(one["node"]["layer"], one["node"]["head"]), one) for one in minimality["nodes"]]
    changes += [(name_edge(one["edge"]), one) for one in minimality["edges"]]
    for name, one in changes:
        print(f"without {name:16} {one['alone']:+.4f}, largest {one['largest']:+.4f}")
if curve := result.get("curve"):
    for point in curve["points"]:
        print(f"{point['size']:5} of {curve['count']} in the circuit: faithfulness {point['faithfulness']}")
    print("CPR", curve["cpr"], "CMD", curve["cmd"])`;

/** @param parts what a copied request asks for. */
export function makeCircuitExports(file: EvaluatedCircuitFile, parts: PartsRequest): Exports {
  const variables = makeVariables(file, parts);
  return {
    requests: () => [{ document: CircuitEvaluationDocument, variables }],
    program: () => ({
      about: 'A circuit: faithfulness, completeness, minimality, and the size curve.',
      document: CircuitEvaluationDocument,
      variables,
      code: PROGRAM,
    }),
    json: () => circuitToJson(file),
    csv: () => circuitToCsv(file),
    // The notebook's prompts are one tensor.
    notebook: isOneLength(file.run.pairs) ? () => toCircuitNotebook(file) : null,
  };
}

/** The request that gives the same parts. */
function makeVariables({ run, nodes, edges, choices }: EvaluatedCircuitFile, parts: PartsRequest) {
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
    ...parts,
  } satisfies CircuitEvaluationQueryVariables;
}

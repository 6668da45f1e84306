/** An evaluation of a circuit as a Python notebook that computes it with TransformerLens' hooks and asserts the same numbers. */
import type { CircuitNode } from '../../domain/circuit';
import { nameEdge, type CircuitEdge } from '../../domain/circuit-edges';
import {
  COMPARE,
  NEEDS,
  python,
  roundFloat,
  startNotebook,
  writeNotebook,
  writeNumbers,
  type NotebookCell,
} from '../export/notebook-file';
import { VALUE_FUNCTIONS, writeValues } from '../export/notebook-values';
import type {
  Completeness_PartFragment,
  Faithfulness_PartFragment,
  Minimality_PartFragment,
} from '../generated/graphql';
import { toMetricId } from '../sweep/metrics';
import { describeChoices } from './choices-text';
import type { EvaluatedCircuitFile } from './circuit-files';
import { CIRCUIT_FUNCTIONS, writeNodeFunctions } from './circuit-python';
import type { ShownCurve } from './curve-ranking';
import { SPLIT_HOOKS, writeEdgeFunctions } from './edge-circuit-python';
import type { Members } from './member-names';

/** Writes the .ipynb file. Knock-outs are those of the file; random circuits are drawn again by their seeds. */
export function toCircuitNotebook(file: EvaluatedCircuitFile): string {
  const { run, choices, faithfulness, completeness, minimality, curve } = file;
  const [base, source] = choices.on === 'CLEAN' ? ['clean', 'corrupted'] : ['corrupted', 'clean'];
  const isOfEdges = choices.members === 'EDGES';
  const settings = `${isOfEdges ? `${SPLIT_HOOKS}\n` : ''}base, source = ${base}, ${source}  # the base run is ablated
values = ${writeValues({ ...choices, valueFrom: choices.valueFrom ?? choices.on }, source)}
name = ${python(toMetricId(choices.metric))}
metric = make_metrics(base, source)[name]
circuit = ${writeMembers(file)}`;
  return writeNotebook([
    [
      'markdown',
      `# Circuit in Patchbay run ${run.id}\n\n${describeChoices(choices)}, at all positions; ${run.model.id}. ${NEEDS}`,
    ],
    ...startNotebook(run),
    ['code', COMPARE],
    ['code', VALUE_FUNCTIONS],
    ['code', settings],
    ['code', isOfEdges ? writeEdgeFunctions(choices.scope) : writeNodeFunctions(choices.scope)],
    ['code', CIRCUIT_FUNCTIONS],
    ...(faithfulness ? [checkFaithfulness(faithfulness, isOfEdges ? 'edge' : 'node')] : []),
    ...(completeness ? [checkCompleteness(completeness)] : []),
    ...(minimality ? [checkMinimality(minimality)] : []),
    ...(curve ? [checkCurve(curve, isOfEdges ? 'edges' : 'nodes')] : []),
  ]);
}

function writeNode({ layer, head }: CircuitNode): string {
  return `(${layer}, ${head ?? 'None'})`;
}

function writeEdge(edge: CircuitEdge): string {
  return python(nameEdge(edge));
}

function writeMembers({ nodes, edges }: Members): string {
  return `[${[...nodes.map(writeNode), ...edges.map(writeEdge)].join(', ')}]`;
}

/** Numbers of which some are undefined. */
function writeDefined(values: readonly (number | null)[]): string {
  return `[${values.map((value) => (value === null ? 'None' : roundFloat(value))).join(', ')}]`;
}

function checkFaithfulness(
  { circuit, model, empty, mean, random }: Faithfulness_PartFragment,
  one: string,
): NotebookCell {
  return [
    'code',
    `# Faithfulness: by prompt, then the mean of the circuit and of random ones.
for what, kept, expected in (
    ("circuit", circuit, ${writeNumbers(circuit)}),
    ("model", members, ${writeNumbers(model)}),
    ("every ${one} ablated", [], ${writeNumbers(empty)}),
):
    compare(f"{what}, by prompt", measure(kept), expected, name)
compare_faithfulness("faithfulness", [circuit], ${writeDefined([mean])})
compare_faithfulness("faithfulness of random circuits", [draw_circuit(circuit, seed) for seed in ${JSON.stringify(random.seeds)}], ${writeDefined(random.values)})`,
  ];
}

function checkCompleteness({ knockouts, random }: Completeness_PartFragment): NotebookCell {
  const drawn = knockouts.filter(({ greedy }) => !greedy).length;
  return [
    'code',
    `# Completeness: sets that are knocked out, with the metric of the circuit and of the model without them.
knockouts = [
${knockouts.map(({ nodes, edges, circuit, model }) => `    (${writeMembers({ nodes, edges })}, ${roundFloat(circuit)}, ${roundFloat(model)}),`).join('\n')}
]
compare("circuit without K", [mean_of_circuit(subtract(circuit, removed)) for removed, _, _ in knockouts], [value for _, value, _ in knockouts], name, len(base))
compare("model without K", [mean_of_circuit(subtract(members, removed)) for removed, _, _ in knockouts], [value for _, _, value in knockouts], name, len(base))
differences = []
for seed in ${JSON.stringify(random.seeds)}:
    drawn = draw_circuit(circuit, seed)
    sets = draw_knockouts(drawn, ${drawn}, seed)
    differences.append(sum(abs(mean_of_circuit(subtract(drawn, removed)) - mean_of_circuit(subtract(members, removed))) for removed in sets) / ${Math.max(1, drawn)})
compare("mean |difference| of random circuits", differences, ${writeDefined(random.values)}, name, len(base))`,
  ];
}

function checkMinimality({ nodes, edges, random }: Minimality_PartFragment): NotebookCell {
  const changes = [
    ...nodes.map(({ node, knockedOut, ...numbers }) => ({
      ...numbers,
      names: [writeNode(node), knockedOut ? writeNode(knockedOut) : 'None'],
    })),
    ...edges.map(({ edge, knockedOut, ...numbers }) => ({
      ...numbers,
      names: [writeEdge(edge), knockedOut ? writeEdge(knockedOut) : 'None'],
    })),
  ];
  return [
    'code',
    `# Minimality: what is removed, what K consists of (None for an empty K), and the change for K empty and for that K.
changes = [
${changes.map(({ names, alone, largest }) => `    (${names.join(', ')}, ${roundFloat(alone)}, ${roundFloat(largest)}),`).join('\n')}
]


def change(kept, member):
    return mean_of_circuit(subtract(kept, [member])) - mean_of_circuit(kept)


compare("change, K empty", [change(circuit, member) for member, _, _, _ in changes], [alone for _, _, alone, _ in changes], name, len(base))
compare("largest change", [change(subtract(circuit, [other]), member) for member, other, _, _ in changes], [largest for _, _, _, largest in changes], name, len(base))
drawn = [draw_circuit(circuit, seed) for seed in ${JSON.stringify(random.seeds)}]
compare("mean |change| of random circuits", [sum(abs(change(kept, member)) for member in kept) / len(kept) for kept in drawn], ${writeDefined(random.values)}, name, len(base))`,
  ];
}

function checkCurve({ order, edgeOrder, count, points }: ShownCurve, many: string): NotebookCell {
  const ranked = [...order, ...edgeOrder];
  const members = { nodes: order.map(({ node }) => node), edges: edgeOrder.map(({ edge }) => edge) };
  const effects = ranked.some(({ effect }) => effect !== null)
    ? `
compare("single effects", [mean_of_circuit(members) - mean_of_circuit(subtract(members, [one])) for one in order], ${writeDefined(ranked.map(({ effect }) => effect))}, name, len(base))`
    : '';
  const rest =
    ranked.length < count
      ? `
# The file lists the first ${ranked.length} of ${count}. Circuits of more, except that of all, are None in the points: they are not computed again.
order += subtract(members, order)`
      : '';
  const isListed = (size: number): boolean => size <= ranked.length || size === count;
  return [
    'code',
    `# Size curve: what is most important first; the metric and the faithfulness of the first ${many}, and that of random circuits.
order = ${writeMembers(members)}
points = [
${points
  .map(({ size, circuit, faithfulness, random }) => {
    const [metric, share] = isListed(size) ? [roundFloat(circuit), faithfulness] : ['None', null];
    return `    (${size}, ${metric}, ${writeDefined([share])}, ${writeDefined(random.values)}),`;
  })
  .join('\n')}
]${effects}${rest}
computed = [(mean_of_circuit(order[:size]), value) for size, value, _, _ in points if value is not None]
compare("circuits of the curve", [value for value, _ in computed], [value for _, value in computed], name, len(base))
for size, _, expected, of_random in points:
    compare_faithfulness(f"faithfulness of {size} ${many}", [order[:size]], expected)
    compare_faithfulness(f"faithfulness of random circuits of {size} ${many}", [draw_circuit(order[:size], seed) for seed in ${JSON.stringify(points[0]?.random.seeds ?? [])}], of_random)`,
  ];
}

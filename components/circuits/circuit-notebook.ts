/** An evaluation of a circuit as a Python notebook that computes it with TransformerLens' hooks and asserts the same numbers. */
import type { CircuitNode } from '../../domain/circuit';
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
  Curve_PartFragment,
  Faithfulness_PartFragment,
  Minimality_PartFragment,
} from '../generated/graphql';
import { toMetricId } from '../sweep/metrics';
import { describeChoices } from './choices-text';
import type { EvaluatedCircuitFile } from './circuit-files';
import { CIRCUIT_FUNCTIONS } from './circuit-python';

/** Writes the .ipynb file. Knock-outs are those of the file; random circuits are drawn again by their seeds. */
export function toCircuitNotebook(file: EvaluatedCircuitFile): string {
  const { run, nodes, choices, faithfulness, completeness, minimality, curve } = file;
  const [base, source] = choices.on === 'CLEAN' ? ['clean', 'corrupted'] : ['corrupted', 'clean'];
  const settings = `base, source = ${base}, ${source}  # the base run is ablated
values = ${writeValues({ ...choices, valueFrom: choices.valueFrom ?? choices.on }, source)}
name = ${python(toMetricId(choices.metric))}
metric = make_metrics(base, source)[name]
# Nodes are (layer, head), and (layer, None) for the MLP.
nodes = [(layer, head) for layer in range(cfg.n_layers) for head in range(cfg.n_heads)]${
    choices.scope === 'HEADS' ? '' : ' + [(layer, None) for layer in range(cfg.n_layers)]'
  }
circuit = ${writeNodes(nodes)}`;
  return writeNotebook([
    [
      'markdown',
      `# Circuit in Patchbay run ${run.id}\n\n${describeChoices(choices)}, at all positions; ${run.model.id}. ${NEEDS}`,
    ],
    ...startNotebook(run),
    ['code', COMPARE],
    ['code', VALUE_FUNCTIONS],
    ['code', settings],
    ['code', CIRCUIT_FUNCTIONS],
    ...(faithfulness ? [checkFaithfulness(faithfulness)] : []),
    ...(completeness ? [checkCompleteness(completeness)] : []),
    ...(minimality ? [checkMinimality(minimality)] : []),
    ...(curve ? [checkCurve(curve)] : []),
  ]);
}

function writeNode({ layer, head }: CircuitNode): string {
  return `(${layer}, ${head ?? 'None'})`;
}

function writeNodes(nodes: readonly CircuitNode[]): string {
  return `[${nodes.map(writeNode).join(', ')}]`;
}

/** Numbers of which some are undefined. */
function writeDefined(values: readonly (number | null)[]): string {
  return `[${values.map((value) => (value === null ? 'None' : roundFloat(value))).join(', ')}]`;
}

function checkFaithfulness({ circuit, model, empty, mean, random }: Faithfulness_PartFragment): NotebookCell {
  return [
    'code',
    `# Faithfulness: by prompt, then the mean of the circuit and of random ones.
for what, kept, expected in (
    ("circuit", circuit, ${writeNumbers(circuit)}),
    ("model", nodes, ${writeNumbers(model)}),
    ("every node ablated", [], ${writeNumbers(empty)}),
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
${knockouts.map(({ nodes, circuit, model }) => `    (${writeNodes(nodes)}, ${roundFloat(circuit)}, ${roundFloat(model)}),`).join('\n')}
]
compare("circuit without K", [mean_of_circuit(subtract(circuit, removed)) for removed, _, _ in knockouts], [value for _, value, _ in knockouts], name, len(base))
compare("model without K", [mean_of_circuit(subtract(nodes, removed)) for removed, _, _ in knockouts], [value for _, _, value in knockouts], name, len(base))
differences = []
for seed in ${JSON.stringify(random.seeds)}:
    drawn = draw_circuit(circuit, seed)
    sets = draw_knockouts(drawn, ${drawn}, seed)
    differences.append(sum(abs(mean_of_circuit(subtract(drawn, removed)) - mean_of_circuit(subtract(nodes, removed))) for removed in sets) / ${Math.max(1, drawn)})
compare("mean |difference| of random circuits", differences, ${writeDefined(random.values)}, name, len(base))`,
  ];
}

function checkMinimality({ nodes, random }: Minimality_PartFragment): NotebookCell {
  return [
    'code',
    `# Minimality: node, the node of K (None for an empty K), and the change when the node is removed for K empty and for that K.
changes = [
${nodes.map(({ node, alone, largest, knockedOut }) => `    (${writeNode(node)}, ${knockedOut ? writeNode(knockedOut) : 'None'}, ${roundFloat(alone)}, ${roundFloat(largest)}),`).join('\n')}
]


def change(kept, node):
    return mean_of_circuit(subtract(kept, [node])) - mean_of_circuit(kept)


compare("change, K empty", [change(circuit, node) for node, _, _, _ in changes], [alone for _, _, alone, _ in changes], name, len(base))
compare("largest change", [change(subtract(circuit, [other]), node) for node, other, _, _ in changes], [largest for _, _, _, largest in changes], name, len(base))
drawn = [draw_circuit(circuit, seed) for seed in ${JSON.stringify(random.seeds)}]
compare("mean |change| of random circuits", [sum(abs(change(kept, node)) for node in kept) / len(kept) for kept in drawn], ${writeDefined(random.values)}, name, len(base))`,
  ];
}

function checkCurve({ order, points }: Curve_PartFragment): NotebookCell {
  const isRanked = order.some(({ effect }) => effect !== null);
  const effects = isRanked
    ? `
compare("single effects", [mean_of_circuit(nodes) - mean_of_circuit(subtract(nodes, [node])) for node in order], ${writeDefined(order.map(({ effect }) => effect))}, name, len(base))`
    : '';
  return [
    'code',
    `# Size curve: the most important node first; the metric and the faithfulness of the first nodes, and that of random circuits.
order = ${writeNodes(order.map(({ node }) => node))}
points = [
${points.map(({ size, circuit, faithfulness, random }) => `    (${size}, ${roundFloat(circuit)}, ${writeDefined([faithfulness])}, ${writeDefined(random.values)}),`).join('\n')}
]${effects}
compare("circuits of the curve", [mean_of_circuit(order[:size]) for size, _, _, _ in points], [value for _, value, _, _ in points], name, len(base))
for size, _, expected, of_random in points:
    compare_faithfulness(f"faithfulness of {size} nodes", [order[:size]], expected)
    compare_faithfulness(f"faithfulness of random circuits of {size} nodes", [draw_circuit(order[:size], seed) for seed in ${JSON.stringify(points[0]?.random.seeds ?? [])}], of_random)`,
  ];
}

/** An evaluation of a circuit as CSV. */
import { commentLines, describePair, quote } from '../export/file-parts';
import type {
  Completeness_PartFragment,
  Faithfulness_PartFragment,
  Minimality_PartFragment,
  Random_RandomFragment,
} from '../generated/graphql';
import { metricRow } from '../sweep/metrics';
import { describeChoices } from './choices-text';
import { writeChoices, type EvaluatedCircuitFile } from './circuit-files';
import type { ShownCurve } from './curve-ranking';
import { nameChanges, nameMembers, nameOrder, type Members } from './member-names';

/** `members` has the name of what the circuit consists of. */
const COLUMNS = [
  'part',
  'quantity',
  'members',
  'without',
  'size',
  'fraction',
  'seed',
  'prompt',
  'value',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

/** One row for each number; numbers that are undefined have an empty value. */
export function circuitToCsv(file: EvaluatedCircuitFile): string {
  const { run, choices, curve } = file;
  const [one, many] = choices.members === 'EDGES' ? ['edge', 'edges'] : ['node', 'nodes'];
  const comments = commentLines([
    `Circuit in Patchbay run ${run.id}: ${run.title}`,
    `model ${run.model.id}; ${run.prependBos ? 'with' : 'without'} BOS; ${describeChoices(choices)}, at all positions`,
    `choices: ${JSON.stringify(writeChoices(choices))}`,
    `circuit: ${joinMembers(file)}`,
    ...(curve ? [`curve: ranked by ${curve.ranking}; fractions of ${curve.count} ${many}`] : []),
    `values in ${metricRow(choices.metric).unit}, except faithfulness, cpr and cmd; means over prompts where no prompt is named`,
    `without: the ${many} that are knocked out; seed: of a random circuit with as many ${choices.members === 'EDGES' ? 'edges' : 'heads and MLPs'}`,
    ...run.pairs.map((pair, index) => `prompt ${index + 1}: ${JSON.stringify(describePair(pair))}`),
  ]);
  const rows = [
    ...listFaithfulness(file.faithfulness, one),
    ...listCompleteness(file.completeness),
    ...listMinimality(file.minimality),
    ...listCurve(curve, one),
  ].map((row) => COLUMNS.map((column) => writeField(row[column] ?? '')).join(','));
  const header = COLUMNS.map((column) => (column === 'members' ? many : column)).join(',');
  return `${[...comments, header, ...rows].join('\n')}\n`;
}

/** Quotes what has a comma. */
function writeField(value: string | number): string {
  return typeof value === 'string' && value.includes(',') ? quote(value) : String(value);
}

/** Nodes or edges in one field of CSV. */
function joinMembers(members: Members): string {
  return nameMembers(members).join(' + ');
}

function listRandom(part: string, quantity: string, random: Random_RandomFragment, row: Row = {}): Row[] {
  return random.seeds.map((seed, at) => ({
    ...row,
    part,
    quantity: `${quantity} of a random circuit`,
    seed,
    value: random.values[at] ?? null,
  }));
}

function listFaithfulness(result: Faithfulness_PartFragment | null, one: string): Row[] {
  if (!result) return [];
  const part = 'faithfulness';
  const byPrompt = (quantity: string, values: readonly (number | null)[]): Row[] =>
    values.map((value, prompt) => ({ part, quantity, prompt: prompt + 1, value }));
  return [
    { part, quantity: 'faithfulness', value: result.mean },
    ...byPrompt('faithfulness', result.perPrompt),
    ...byPrompt('circuit', result.circuit),
    ...byPrompt('model', result.model),
    ...byPrompt(`every ${one} ablated`, result.empty),
    ...listRandom(part, 'faithfulness', result.random),
  ];
}

function listCompleteness(result: Completeness_PartFragment | null): Row[] {
  if (!result) return [];
  const part = 'completeness';
  return [
    { part, quantity: 'mean |difference| over random knock-outs', value: result.meanDifference },
    { part, quantity: 'largest |difference|', value: result.largestDifference },
    ...result.knockouts.flatMap(({ greedy, nodes, edges, circuit, model, difference }) => {
      const kind = greedy ? 'greedy knock-out' : 'random knock-out';
      const without = joinMembers({ nodes, edges });
      return [
        { part, quantity: `circuit, ${kind}`, without, value: circuit },
        { part, quantity: `model, ${kind}`, without, value: model },
        { part, quantity: `difference, ${kind}`, without, value: difference },
      ];
    }),
    ...listRandom(part, 'mean |difference|', result.random),
  ];
}

function listMinimality(result: Minimality_PartFragment | null): Row[] {
  if (!result) return [];
  const part = 'minimality';
  return [
    ...nameChanges(result).flatMap(({ name, without, alone, largest }) => [
      { part, quantity: 'change, K empty', members: name, value: alone },
      {
        part,
        quantity: `largest change${result.exhaustive ? '' : ', of a part of all K'}`,
        members: name,
        without,
        value: largest,
      },
    ]),
    ...listRandom(part, 'mean |change|', result.random),
  ];
}

function listCurve(result: ShownCurve | null, one: string): Row[] {
  if (!result) return [];
  const part = 'curve';
  const { model, empty, points, cpr, cmd } = result;
  return [
    { part, quantity: 'model', value: model },
    { part, quantity: `every ${one} ablated`, value: empty },
    { part, quantity: 'cpr', value: cpr },
    { part, quantity: 'cmd', value: cmd },
    ...listRandom(part, 'cpr', result.randomCpr),
    ...listRandom(part, 'cmd', result.randomCmd),
    ...nameOrder(result).map(({ name, effect }, index) => ({
      part,
      quantity: `single effect of the ${one} of this rank`,
      members: name,
      size: index + 1,
      value: effect,
    })),
    ...points.flatMap(({ size, fraction, circuit, faithfulness, random }) => [
      { part, quantity: 'circuit', size, fraction, value: circuit },
      { part, quantity: 'faithfulness', size, fraction, value: faithfulness },
      ...listRandom(part, 'faithfulness', random, { size, fraction }),
    ]),
  ];
}

/** Direct logit attribution as JSON and CSV. */
import { commentLines, describePair, quoteToken } from '../export/file-parts';
import type {
  AnalysedRun_RunFragment,
  Attribution_SharesFragment,
  NeuronShares_NeuronFragment,
} from '../generated/graphql';
import { describePrompts } from '../sweep/figure-context';
import type { AttributionState } from './attribution-state';
import { pickShares, READINGS, type Reading, type Shares } from './shares';

type BySide<T> = Readonly<Record<'clean' | 'corrupted', T>>;

/** What the section shows. */
export interface ReadAttribution {
  readonly run: AnalysedRun_RunFragment;
  readonly state: AttributionState;
  readonly shares: BySide<Attribution_SharesFragment>;
  /** Of the MLP that is chosen; null without one, or while they are computed. */
  readonly neurons: BySide<readonly NeuronShares_NeuronFragment[]> | null;
}

const COLUMNS = ['component', 'layer', 'head', 'src', 'token', 'neuron', 'prompt', ...READINGS] as const;

/**
 * One row for each component, for each source position of the head that is chosen, and for each listed neuron of the MLP that is
 * chosen. Each row has the share on both runs and their difference, in logits; neurons are listed by run.
 */
export function attributionToCsv(read: ReadAttribution): string {
  const { run, state, shares } = read;
  const { prompt, head, mlp } = state;
  const of = READINGS.map((reading) => pickShares(shares, reading, prompt));
  const tokens = (side: Reading) =>
    run.pairs[prompt ?? 0]![side === 'corrupted' ? 'corruptedTokens' : 'cleanTokens'];
  const rows: string[] = [];
  const add = (
    component: string,
    place: readonly (number | string)[],
    values: readonly (number | '')[],
  ): void => {
    rows.push([component, ...place, prompt === null ? 'mean' : prompt + 1, ...values].join(','));
  };
  const each = (pick: (one: Shares) => number): number[] => of.map(pick);
  const layers = [...of[0]!.mlps.keys()];
  for (const layer of layers)
    for (const at of of[0]!.heads[layer]!.keys())
      add(
        'head',
        [layer, at, '', '', ''],
        each(({ heads }) => heads[layer]![at]!),
      );
  for (const layer of layers)
    add(
      'mlp',
      [layer, '', '', '', ''],
      each(({ mlps }) => mlps[layer]!),
    );
  for (const layer of layers)
    add(
      'attention_bias',
      [layer, '', '', '', ''],
      each(({ attnBias }) => attnBias[layer]!),
    );
  const nowhere = ['', '', '', '', ''];
  add(
    'token_embedding',
    nowhere,
    each(({ embed }) => embed),
  );
  add(
    'position_embedding',
    nowhere,
    each(({ posEmbed }) => posEmbed),
  );
  add(
    'unembedding_bias',
    nowhere,
    each(({ bias }) => bias),
  );
  add(
    'sum',
    nowhere,
    each(({ total }) => total),
  );
  if (head) {
    const bySource = of.map(({ headsBySource }) => headsBySource[head.layer]![head.head]!);
    for (const src of bySource[0]!.keys())
      add(
        'head_by_source',
        [head.layer, head.head, src, quoteToken(tokens(state.reading)[src]!.text), ''],
        bySource.map((values) => values[src]!),
      );
  }
  if (mlp !== null && read.neurons)
    for (const side of ['clean', 'corrupted'] as const)
      for (const { neuron, mean: average, perPrompt } of read.neurons[side]) {
        const value = prompt === null ? average : perPrompt[prompt]!;
        add(
          'neuron',
          [mlp, '', '', '', neuron],
          READINGS.map((reading) => (reading === side ? value : '')),
        );
      }
  const comments = commentLines([
    `Direct logit attribution in Patchbay run ${run.id}: ${run.title}`,
    `model ${run.model.id}; ${run.prependBos ? 'with' : 'without'} BOS; what each component adds to the logit difference at the last position, in logits`,
    `values: ${describePrompts(run.pairs.length, prompt)}; difference: clean - corrupted; sum: the logit difference`,
    'head_by_source: by the position that the head moves it from; neuron: the largest of the MLP, by run',
    ...run.pairs.flatMap((pair, index) =>
      prompt === null || prompt === index
        ? [`prompt ${index + 1}: ${JSON.stringify(describePair(pair))}`]
        : [],
    ),
  ]);
  return `${[...comments, COLUMNS.join(','), ...rows].join('\n')}\n`;
}

/** Both runs by prompt, and what is shown of them. */
export function attributionToJson({ run, state, shares, neurons }: ReadAttribution): string {
  const { reading, prompt, mlp } = state;
  const content = {
    format: 'patchbay.attribution',
    version: 1,
    about:
      'What each component adds to the logit difference (correct - incorrect) at the last position, in logits. `runs` has every prompt: heads [prompt][layer][head], ' +
      'headsBySource [prompt][layer][head][src], mlps and attnBias [prompt][layer], embed, posEmbed and bias [prompt]. `shown` is the reading of the page.',
    run: run.id,
    title: run.title,
    model: run.model.id,
    prependBos: run.prependBos,
    metric: 'logit_diff',
    unit: 'logits',
    reading,
    // Counts from 1.
    prompt: prompt === null ? 'mean' : prompt + 1,
    pairs: run.pairs,
    runs: shares,
    shown: pickShares(shares, reading, prompt),
    neurons: mlp === null || neurons === null ? null : { layer: mlp, ...neurons },
  };
  return JSON.stringify(content, (key, value: unknown) => (key === '__typename' ? undefined : value), 1);
}

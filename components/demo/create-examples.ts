/** Makes the examples of a page from the findings that hold their stored results. */
import { PRESETS, type PairTexts } from '../../domain/presets';
import type { DemoTokensQuery, SavedDemo_FindingFragment, SavedDemosQuery } from '../generated/graphql';
import type { DemoExample, DemoValues } from './example';

/** The model that comes with Patchbay. */
export const DEMO_MODEL = 'patchbay-mini';
/** The author of the findings that come with Patchbay. */
export const DEMO_AUTHOR = 'patchbay';

/** Examples in the order of the page; each is the first pair of a preset. */
export const DEMOS = [
  { id: 'facts', label: 'A fact' },
  { id: 'names', label: 'A name' },
] as const;
export type DemoId = (typeof DEMOS)[number]['id'];

const PRESET_OF: Readonly<Record<DemoId, string>> = { facts: 'facts', names: 'ioi' };

/** The prompt pair of an example. */
export function pairOfDemo(id: DemoId): PairTexts {
  return PRESETS.find((preset) => preset.id === PRESET_OF[id])!.pairs[0]!;
}

/** An example from its stored result; null where no finding has one of its pair. */
export function createSavedExample(id: DemoId, saved: SavedDemosQuery | undefined): DemoExample | null {
  const finding = saved?.[id].edges[0]?.node;
  const values = finding && readSavedValues(finding, pairOfDemo(id));
  if (!values) return null;
  const { pairs, sweep } = finding.run;
  const { cleanTokens, corruptedTokens } = pairs[0]!;
  return {
    ...describe(id),
    layers: sweep!.shape[0]!,
    columns: cleanTokens.map(({ text }, at) => ({ clean: text, corrupted: corruptedTokens[at]!.text })),
    saved: { values, slug: finding.slug, title: finding.title },
  };
}

/** An example without a stored result, from the tokens of its prompts; null where the model is not installed. */
export function createBareExample(
  id: DemoId,
  { clean, corrupted, models }: DemoTokensQuery,
): DemoExample | null {
  const model = models.find((one) => one.id === DEMO_MODEL);
  if (!model || clean.length !== corrupted.length) return null;
  return {
    ...describe(id),
    layers: model.layers,
    columns: clean.map(({ text }, at) => ({ clean: text, corrupted: corrupted[at]!.text })),
    saved: null,
  };
}

function describe(id: DemoId): Pick<DemoExample, 'id' | 'label' | 'model' | 'pair'> {
  const { label } = DEMOS.find((demo) => demo.id === id)!;
  return { id, label, model: DEMO_MODEL, pair: pairOfDemo(id) };
}

/** Null for a finding about other prompts, or one without the sweep. */
function readSavedValues(
  { run: { pairs, sweep } }: SavedDemo_FindingFragment,
  pair: PairTexts,
): DemoValues | null {
  const [first] = pairs;
  const unpatched = sweep?.unpatched.perPrompt[0];
  if (!first || !sweep || !unpatched) return null;
  if (first.clean !== pair.clean || first.corrupted !== pair.corrupted) return null;
  return { base: unpatched.corrupted, source: unpatched.clean, patched: sweep.values };
}

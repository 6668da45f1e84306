/** The words of claims for sweep kinds and metrics, derived from their tables. */
import { METRIC_IDS, type MetricId } from '../metrics';
import { SITES, SWEEP_KINDS, isHeadKind, type SweepKind } from '../sites';

/** TransformerLens' name of the activation without `hook_`: `z`, `mlp_out`. Kinds by position have the same word. */
export function wordOfKind(kind: SweepKind): string {
  return SITES[kind].hook.replace(/^.*hook_/, '');
}

/** The words of activations, each once, in the order of the table. */
export const KIND_WORDS: readonly string[] = [...new Set(SWEEP_KINDS.map(wordOfKind))];

/** Kinds of a word: `mlp`, the short word of searches, is read as `mlp_out`. */
export function kindsOfWord(word: string): readonly SweepKind[] {
  return SWEEP_KINDS.filter((kind) => wordOfKind(kind) === word || SITES[kind].word === word);
}

/** The kind of a word whose cells have the given coordinates; null when there is none. */
export function findKind(word: string, hasPosition: boolean, hasSrc: boolean): SweepKind | null {
  const wanted = [hasPosition && 'position', hasSrc && 'src'].filter(Boolean).join(' ');
  const has = (kind: SweepKind): string => {
    const axes: readonly string[] = SITES[kind].axes;
    const isByPosition = axes.includes('position') || axes.includes('destination');
    return [isByPosition && 'position', axes.includes('src') && 'src'].filter(Boolean).join(' ');
  };
  return kindsOfWord(word).find((kind) => has(kind) === wanted) ?? null;
}

/** The kind that a word without coordinates stands for: all heads, or all layers and positions. */
export function findWholeKind(word: string): SweepKind | null {
  const [first] = kindsOfWord(word);
  return first === undefined ? null : findKind(word, !isHeadKind(first), false);
}

/** `ld` is the logit difference; the other metrics have their ids. */
export function wordOfMetric(metric: MetricId): string {
  return metric === 'logit_diff' ? 'ld' : metric;
}

/** The metric of a word; null when there is none. */
export function findMetric(word: string): MetricId | null {
  return METRIC_IDS.find((metric) => wordOfMetric(metric) === word || metric === word) ?? null;
}

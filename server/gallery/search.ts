/**
 * The gallery's search: words, and conditions on results such as `L9H9 > 0.3` or `mlp 0 < 0.1`.
 *
 * A head's condition is about its z patched at all positions, or about `q`, `k`, `v`, `pattern` when that stands before
 * it; with `@ 14` about that position alone, where a run was swept by position and the cell is among its 200 largest. A layer's condition (`resid`, `attn`, `mlp`) is about the position where it is largest, or about `@ 12`.
 */
import type { SweepKind } from '../engine/types';

export interface ResultCondition {
  readonly kind: SweepKind;
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
  readonly comparison: '>' | '>=' | '<' | '<=';
  /** Recovery. */
  readonly value: number;
}

export interface Search {
  /** Lower case; a finding must contain each. */
  readonly words: readonly string[];
  readonly conditions: readonly ResultCondition[];
}

const KINDS: Readonly<Record<string, SweepKind>> = {
  z: 'HEAD_Z',
  q: 'HEAD_Q',
  k: 'HEAD_K',
  v: 'HEAD_V',
  pattern: 'HEAD_PATTERN',
  resid: 'RESID_PRE',
  attn: 'ATTN_OUT',
  mlp: 'MLP_OUT',
};
const NUMBER = String.raw`(?<value>[+-]?(?:\d+(?:\.\d*)?|\.\d+))`;
const HEAD = String.raw`(?:(?<kind>z|q|k|v|pattern)[\s:]+)?(?:l(?<layer>\d{1,3})h(?<head>\d{1,3})|(?<layer2>\d{1,3})\.(?<head2>\d{1,3}))(?:\s*@\s*(?<headPosition>\d{1,5}))?`;
const LAYER = String.raw`(?<block>resid|attn|mlp)\s*l?(?<layer3>\d{1,3})(?:\s*@\s*(?<position>\d{1,5}))?`;
const CONDITION = new RegExp(
  String.raw`(?<![\w.])(?:${HEAD}|${LAYER})\s*(?<comparison>[<>]=?)\s*${NUMBER}(?![\w.])`,
  'gi',
);

/** Splits what somebody typed into words and conditions; anything that is no condition is words. */
export function parseSearch(text: string): Search {
  const conditions: ResultCondition[] = [];
  const rest = text.replaceAll(CONDITION, (...match) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    const head = groups.head ?? groups.head2;
    const position = groups.position ?? groups.headPosition;
    const kind = KINDS[(groups.block ?? groups.kind ?? 'z').toLowerCase()]!;
    conditions.push({
      kind: groups.headPosition === undefined ? kind : (`${kind}_BY_POS` as SweepKind),
      layer: Number(groups.layer ?? groups.layer2 ?? groups.layer3),
      head: head === undefined ? null : Number(head),
      position: position === undefined ? null : Number(position),
      comparison: groups.comparison as ResultCondition['comparison'],
      value: Number(groups.value),
    });
    return ' ';
  });
  const words = rest
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  return { words, conditions };
}

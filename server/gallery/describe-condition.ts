/** Conditions of a search in words, to show how the search was understood. */
import type { SweepKind } from '../engine/api';
import type { ResultCondition } from './search';

const PATCHED: Readonly<Record<SweepKind, string>> = {
  RESID_PRE: 'residual stream before layer',
  ATTN_OUT: 'attention output of layer',
  MLP_OUT: 'MLP output of layer',
  HEAD_Z: 'z of',
  HEAD_Q: 'queries of',
  HEAD_K: 'keys of',
  HEAD_V: 'values of',
  HEAD_PATTERN: 'attention pattern of',
  HEAD_Z_BY_POS: 'z of',
  HEAD_Q_BY_POS: 'query of',
  HEAD_K_BY_POS: 'key of',
  HEAD_V_BY_POS: 'value of',
  HEAD_PATTERN_BY_POS: 'attention pattern of',
};

/** E.g. `z of L9H6: recovery > 0.3`, `MLP output of layer 0 at every position: recovery < 0.1`. */
export function describeCondition(condition: ResultCondition): string {
  const { kind, layer, head, position, comparison, value, tolerance } = condition;
  const component = head === null ? `${PATCHED[kind]} ${layer}` : `${PATCHED[kind]} L${layer}H${head}`;
  const recovery = condition.isAbsolute ? '|recovery|' : 'recovery';
  const amount = String(value).replace('-', '−');
  return `${component}${describePlace(head, position, comparison)}: ${recovery} ${comparison === '=' ? `within ${tolerance} of ${amount}` : `${comparison} ${amount}`}`;
}

function describePlace(
  head: number | null,
  position: number | null,
  comparison: ResultCondition['comparison'],
): string {
  if (position !== null) return ` at position ${position}`;
  if (head !== null) return '';
  return comparison.startsWith('<') ? ' at every position' : ' at some position';
}

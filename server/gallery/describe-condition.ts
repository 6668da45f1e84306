/** Conditions of a search in words, to show how the search was understood. */
import { isPositionAxis } from '../../domain/cell';
import { DEFAULT_METRIC, titleInSentence } from '../../domain/metrics';
import { siteOfKind } from '../../domain/sites';
import type { ResultCondition } from './search-condition';

/**
 * E.g. `z of L9H6: recovery > 0.3`, `mlp_out of layer 0 at every position: recovery < 0.1`,
 * `z of L9H6, noising: recovery of the accuracy > 0.3`, `z of L9H6: rank of the correct answer < 3`.
 */
export function describeCondition(condition: ResultCondition): string {
  const { kind, layer, head, comparison, value, tolerance, direction, isAbsolute } = condition;
  const activation = siteOfKind(kind).hook.replace(/^.*hook_/, '');
  const component = `${activation} of ${head === null ? `layer ${layer}` : `L${layer}H${head}`}`;
  const compared = isAbsolute ? `|${describeValue(condition)}|` : describeValue(condition);
  const amount = String(value).replace('-', '−');
  const inDirection = direction === null ? '' : `, ${direction.toLowerCase()}`;
  return `${component}${describePlace(condition)}${inDirection}: ${compared} ${comparison === '=' ? `within ${tolerance} of ${amount}` : `${comparison} ${amount}`}`;
}

function describeValue({ metric, form }: ResultCondition): string {
  if (form === 'raw') return titleInSentence(metric);
  return metric === DEFAULT_METRIC ? 'recovery' : `recovery of the ${titleInSentence(metric)}`;
}

function describePlace({ kind, position, src, role, srcRole, comparison }: ResultCondition): string {
  if (role !== null || srcRole !== null) {
    const destination = role ?? `position ${position}`;
    if (srcRole === null && src === null) return ` at ${destination}`;
    return ` from ${destination} to source ${srcRole ?? src}`;
  }
  if (src !== null) return ` from position ${position} to source position ${src}`;
  if (position !== null) return ` at position ${position}`;
  if (!siteOfKind(kind).axes.some(isPositionAxis)) return '';
  return comparison.startsWith('<') ? ' at every position' : ' at some position';
}

/** Conditions of a search in words, to show how the search was understood. */
import { siteOfKind } from '../../domain/sites';
import type { ResultCondition } from './search';

/** E.g. `z of L9H6: recovery > 0.3`, `mlp_out of layer 0 at every position: recovery < 0.1`. */
export function describeCondition(condition: ResultCondition): string {
  const { kind, layer, head, comparison, value, tolerance } = condition;
  const activation = siteOfKind(kind).hook.replace(/^.*hook_/, '');
  const component = `${activation} of ${head === null ? `layer ${layer}` : `L${layer}H${head}`}`;
  const recovery = condition.isAbsolute ? '|recovery|' : 'recovery';
  const amount = String(value).replace('-', '−');
  return `${component}${describePlace(condition)}: ${recovery} ${comparison === '=' ? `within ${tolerance} of ${amount}` : `${comparison} ${amount}`}`;
}

function describePlace({ head, position, src, role, srcRole, comparison }: ResultCondition): string {
  if (role !== null || srcRole !== null) {
    const destination = role ?? `position ${position}`;
    if (srcRole === null && src === null) return ` at ${destination}`;
    return ` from ${destination} to source ${srcRole ?? src}`;
  }
  if (src !== null) return ` from position ${position} to source position ${src}`;
  if (position !== null) return ` at position ${position}`;
  if (head !== null) return '';
  return comparison.startsWith('<') ? ' at every position' : ' at some position';
}

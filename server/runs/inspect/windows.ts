/** Windows: neighbouring layers whose same activation is patched together, as in causal tracing. */
import type { InputIssue } from '../../errors';
import type { ModelInfo } from '../../engine/api';
import type { PatchedSite } from '../../engine/interventions';
import { expandSite, type SiteInput } from './sites';

interface WindowInput {
  readonly sites: readonly SiteInput[];
  readonly layers: number;
  readonly value: string;
}

/** All problems of the windows of sites that exist. */
export function findWindowIssues({ sites, layers, value }: WindowInput, model: ModelInfo): InputIssue[] {
  if (!Number.isInteger(layers) || layers < 1 || layers > model.layers) {
    const message = `A window has 1 to ${model.layers} layers, not ${layers}.`;
    return [{ path: 'layers', message }];
  }
  if (layers > 1 && value === 'VECTOR')
    return [{ path: 'layers', message: 'A vector is added in one layer. Leave layers out for VECTOR.' }];
  return sites.flatMap(({ layer }, index) => {
    if (layer < 0 || layer >= model.layers || layer + layers <= model.layers) return [];
    const message = `The window of ${layers} layers from layer ${layer} ends after the last layer, ${model.layers - 1}. Start at layer ${model.layers - layers} or before.`;
    return [{ path: `sites.${index}.layer`, message }];
  });
}

/** A site in each layer of its window, in the engine's form: [layer][head]. */
export function expandWindow(site: SiteInput, layers: number, heads: number): PatchedSite[][] {
  return Array.from({ length: layers }, (_, offset) =>
    expandSite({ ...site, layer: site.layer + offset }, heads),
  );
}

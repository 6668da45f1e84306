/** Checks of sites to patch, and their form for the engine. */
import { isHeadSite, PATCH_SITES, type PatchSite } from '../../../domain/patch-sites';
import type { InputIssue } from '../../errors';
import type { ModelInfo } from '../../engine/api';
import type { PatchedSite } from '../../engine/interventions';

/** Sites as submitted: a missing index stands for all. */
export interface SiteInput {
  readonly site: PatchSite;
  readonly layer: number;
  readonly head?: number | null | undefined;
  readonly position?: number | null | undefined;
  readonly src?: number | null | undefined;
}

/** All problems of sites. @param path of their list, for messages. @param length steps of a position axis. */
export function findSiteIssues(
  sites: readonly SiteInput[],
  path: string,
  model: ModelInfo,
  length: number,
): InputIssue[] {
  const seen = new Map<string, number>();
  return sites.flatMap((input, index) => {
    const at = `${path}.${index}`;
    const issues = findIssues(input, at, model, length);
    const key = JSON.stringify([
      input.site,
      input.layer,
      input.head ?? null,
      input.position ?? null,
      input.src ?? null,
    ]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else
      issues.push({ path: at, message: `This site is the same as ${path}.${first}. Name each site once.` });
    return issues;
  });
}

function findIssues(
  { site, layer, head, position, src }: SiteInput,
  path: string,
  model: ModelInfo,
  length: number,
) {
  const issues: InputIssue[] = [];
  const check = (field: string, value: number | null | undefined, count: number): void => {
    if (value == null || (value >= 0 && value < count)) return;
    const message = `There is no ${field} ${value}; choose 0 to ${count - 1}.`;
    issues.push({ path: `${path}.${field}`, message });
  };
  check('layer', layer, model.layers);
  check('position', position, length);
  if (isHeadSite(site)) check('head', head, model.heads);
  else if (head != null) {
    const message = `${site} belongs to a whole layer and has no head. Leave head out.`;
    issues.push({ path: `${path}.head`, message });
  }
  if (site === 'PATTERN') check('src', src, length);
  else if (src != null) {
    issues.push({
      path: `${path}.src`,
      message: `Only PATTERN has a source position. Leave src out for ${site}.`,
    });
  }
  return issues;
}

/** One site in the engine's form: each head of a site of all heads by itself. */
export function expandSite({ site, layer, head, position, src }: SiteInput, heads: number): PatchedSite[] {
  const place = { site: PATCH_SITES[site], layer, position: position ?? null, src: src ?? null };
  if (!isHeadSite(site)) return [{ ...place, head: null }];
  const chosen = head == null ? Array.from({ length: heads }, (_, index) => index) : [head];
  return chosen.map((each) => ({ ...place, head: each }));
}

/** Sites without repetitions: windows of layers may overlap. */
export function joinSites(sites: readonly PatchedSite[]): PatchedSite[] {
  return [...new Map(sites.map((site) => [JSON.stringify(site), site])).values()];
}

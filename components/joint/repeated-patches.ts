/** Joint patches of the run that a run was made from, as requests for that run. */
import { MAX_JOINT_PATCH_TITLE } from '../../domain/limits';
import { formatSite, type SitePlace } from '../../domain/patch-sites';
import type { ForkedJointPatchesQuery, PatchTogetherInput } from '../generated/graphql';

type ForkedRun = NonNullable<ForkedJointPatchesQuery['run']>;
type StoredPatch = ForkedRun['jointPatches'][number];
/** A joint patch of the run that this one was made from. */
export type ForkedPatch = NonNullable<ForkedRun['forkedFrom']>['jointPatches'][number];

/**
 * Joint patches that the run lacks, oldest first. Those that name positions are left out when the two runs do not have the same
 * roles, because positions do not mean the same then.
 */
export function listLacking({ jointPatches, forkedFrom, roles }: ForkedRun): ForkedPatch[] {
  const own = new Set(jointPatches.map(nameKey));
  const hasSameSteps = roles.join() === forkedFrom?.roles.join();
  const isPossible = ({ sites }: ForkedPatch): boolean =>
    hasSameSteps || sites.every(({ position, src }) => position === null && src === null);
  return (forkedFrom?.jointPatches ?? [])
    .filter((patch) => isPossible(patch) && !own.has(nameKey(patch)))
    .toReversed();
}

/** What is patched with what, whatever the prompts are. */
function nameKey(patch: StoredPatch): string {
  const { direction, value, valueFrom, acrossPositions, seed } = patch;
  const sites = listSites(patch)
    .map((site) => formatSite(site))
    .toSorted();
  return JSON.stringify([direction, value, valueFrom, acrossPositions, seed, sites]);
}

function listSites({ sites }: StoredPatch): SitePlace[] {
  return sites.map(({ site, layer, head, position, src }) => ({ site, layer, head, position, src }));
}

/** The request for the same joint patch on the prompts of another run. Donors that a seed chose are chosen again. */
export function makeRepeat(run: string, patch: ForkedPatch): PatchTogetherInput {
  const { direction, value, valueFrom, acrossPositions, donors, seed, title } = patch;
  const sites = listSites(patch);
  const isDerived = title === sites.map((site) => formatSite(site)).join(', ');
  return {
    run,
    direction,
    sites,
    value,
    valueFrom,
    acrossPositions,
    donors: value === 'RESAMPLE' && seed === null ? donors?.map((donor) => donor!) : null,
    seed,
    title: isDerived || title.length > MAX_JOINT_PATCH_TITLE ? null : title,
  };
}

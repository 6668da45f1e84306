/** What is patched, with which values and on which way: its checks, and its form for the engine. */
import { MAX_INTERVENED_SITES } from '../../../domain/limits';
import { PATCH_SITES, type PatchSite } from '../../../domain/patch-sites';
import type { RunSide } from '../../../domain/effect';
import type { Direction, ModelInfo, TokenPair } from '../../engine/api';
import type { PatchPath, PatchValue } from '../../engine/interventions';
import type { InputIssue } from '../../errors';
import { chooseDonors } from './donors';
import { expandSite, findSiteIssues, type SiteInput } from './sites';

/** What is patched, and with which values, as submitted; see schema/intervention.graphql. */
export interface PatchSpec {
  readonly direction: Direction;
  readonly sites: readonly SiteInput[];
  readonly value: 'SOURCE' | 'ZERO' | 'MEAN' | 'RESAMPLE' | 'VECTOR';
  readonly valueFrom?: RunSide | null | undefined;
  readonly acrossPositions: boolean;
  readonly donors?: readonly number[] | null | undefined;
  readonly seed?: number | null | undefined;
  readonly vector?: readonly number[] | null | undefined;
  readonly path?: PathInput | null | undefined;
}

export interface PathInput {
  readonly receivers: readonly SiteInput[];
  readonly mlps: 'RECOMPUTED' | 'FROZEN';
  readonly layerNorm: 'RECOMPUTED' | 'FROZEN';
}

/** Number of prompt pairs, and of steps of a position axis; those are null when they are not known, and for several lengths. */
interface Prompts {
  readonly count: number;
  readonly steps: number | null;
}

/** All problems of sites, values and path. Sites are checked when the steps are known; the engine checks them in any case. */
export function findPatchIssues(spec: PatchSpec, model: ModelInfo, { count, steps }: Prompts): InputIssue[] {
  const ofValue = findValueIssues(spec, count);
  return steps === null ? ofValue : [...ofValue, ...findAllSiteIssues(spec, model, steps)];
}

/** The value in the engine's form. @throws BAD_USER_INPUT when no donors can be chosen. */
export function readValue(input: PatchSpec, pairs: readonly Pick<TokenPair, 'clean'>[]): PatchValue {
  const of = input.valueFrom ?? (input.direction === 'DENOISING' ? 'CORRUPTED' : 'CLEAN');
  switch (input.value) {
    case 'SOURCE':
      return { kind: 'source' };
    case 'ZERO':
      return { kind: 'zero' };
    case 'MEAN':
      return { kind: 'mean', of, acrossPositions: input.acrossPositions };
    case 'RESAMPLE':
      return {
        kind: 'resample',
        of,
        donors:
          input.donors ??
          chooseDonors(
            pairs.map(({ clean }) => clean.length),
            input.seed ?? 0,
          ),
      };
    case 'VECTOR': {
      const { site, layer } = input.sites[0]!;
      return { kind: 'add', vector: input.vector ?? [], site: PATCH_SITES[site], layer };
    }
  }
}

/** The path in the engine's form. */
export function readPath({ receivers, mlps, layerNorm }: PathInput, model: ModelInfo): PatchPath {
  const read = (rule: 'RECOMPUTED' | 'FROZEN') => (rule === 'FROZEN' ? 'frozen' : 'recomputed');
  return {
    receivers: receivers.flatMap((site) => expandSite(site, model.heads)),
    mlps: read(mlps),
    layerNorm: read(layerNorm),
  };
}

function findAllSiteIssues({ sites, path: way }: PatchSpec, model: ModelInfo, length: number): InputIssue[] {
  const receivers = way?.receivers ?? [];
  const count = sites.length + receivers.length;
  if (sites.length === 0) return [{ path: 'sites', message: 'There is no site. Name at least one.' }];
  if (count > MAX_INTERVENED_SITES) {
    const message = `${count} sites are too many; up to ${MAX_INTERVENED_SITES} are patched at once. A null head or position stands for all.`;
    return [{ path: 'sites', message }];
  }
  const issues = [
    ...findSiteIssues(sites, 'sites', model, length),
    ...findSiteIssues(receivers, 'path.receivers', model, length),
  ];
  for (const [index, { site }] of receivers.entries()) {
    if (site === 'Q' || site === 'K' || site === 'V') continue;
    const message = `A receiver is Q, K or V of heads, not ${site}. Give no receiver for the path to the logits.`;
    issues.push({ path: `path.receivers.${index}.site`, message });
  }
  if (way?.layerNorm === 'FROZEN' && receivers.length === 0) {
    const message =
      'A frozen LayerNorm needs receivers: the final LayerNorm is recomputed. Use RECOMPUTED for the path to the logits.';
    issues.push({ path: 'path.layerNorm', message });
  }
  return issues;
}

/** Settings that the chosen value does not have are refused, so that none is ignored. */
export function findValueIssues(input: PatchSpec, pairs: number): InputIssue[] {
  const { value, valueFrom, acrossPositions, donors, seed, sites } = input;
  const issues: InputIssue[] = [];
  const refuse = (path: string, message: string): void => void issues.push({ path, message });
  if (valueFrom && value !== 'MEAN' && value !== 'RESAMPLE')
    refuse('valueFrom', `valueFrom belongs to MEAN and RESAMPLE. Leave it out for ${value}.`);
  if (acrossPositions && value !== 'MEAN')
    refuse('acrossPositions', `acrossPositions belongs to MEAN. Leave it out for ${value}.`);
  if (acrossPositions && sites.some(({ site }) => site === 'PATTERN'))
    refuse(
      'acrossPositions',
      'A PATTERN has no mean over positions: its rows have different lengths. Use the mean by position.',
    );
  if ((donors || seed != null) && value !== 'RESAMPLE')
    refuse(donors ? 'donors' : 'seed', `donors and seed belong to RESAMPLE. Leave them out for ${value}.`);
  if (donors && seed != null) refuse('seed', 'Give donors or a seed, not both.');
  if (value === 'VECTOR') issues.push(...findVectorIssues(input));
  else if (input.vector) refuse('vector', `vector belongs to VECTOR. Leave it out for ${value}.`);
  if (value !== 'RESAMPLE') return issues;
  const most = pairs - 1;
  if (pairs < 2)
    refuse(
      'value',
      'RESAMPLE needs at least two prompt pairs: each takes the values of another one. Add a pair.',
    );
  else if (donors && donors.length !== pairs)
    refuse(
      'donors',
      `There are ${donors.length} donors for ${pairs} pairs. Give one pair index, 0 to ${most}, for each pair.`,
    );
  else if (donors?.some((donor) => donor < 0 || donor > most))
    refuse('donors', `A donor is the index of a pair, 0 to ${most}; there is ${donors.join(', ')}.`);
  return issues;
}

const NOT_STEERED: readonly PatchSite[] = ['ATTN_OUT', 'MLP_OUT', 'PATTERN'];

/** A vector is added to what the base run has there, so no site may change what another one has. */
function findVectorIssues({ sites, vector, path: way }: PatchSpec): InputIssue[] {
  const issues: InputIssue[] = [];
  const refuse = (path: string, message: string): void => void issues.push({ path, message });
  if (!vector) refuse('vector', 'VECTOR needs a vector: dModel numbers, or dHead numbers for Q, K, V and Z.');
  if (way) refuse('path', 'A vector has its effect on every way. Leave path out for VECTOR.');
  const [first] = sites;
  for (const [index, { site, layer }] of sites.entries()) {
    if (NOT_STEERED.includes(site)) {
      const instead =
        site === 'PATTERN'
          ? 'Use Q, K, V or Z.'
          : `Use ${site === 'ATTN_OUT' ? 'RESID_MID' : 'RESID_POST'}: adding there is the same.`;
      refuse(`sites.${index}.site`, `No vector is added to ${site}. ${instead}`);
    } else if (site !== first!.site || layer !== first!.layer)
      refuse(
        `sites.${index}`,
        'A vector is added at one site of one layer. Name heads and positions of that site only.',
      );
  }
  return issues;
}

/** Joint patches of a run: sites patched together on its prompts, with what each does alone, computed at once and stored. */
import { MAX_JOINT_PATCH_TITLE, MAX_JOINT_SITES } from '../../../domain/limits';
import { countSteps } from '../../../domain/pair-groups';
import type { SitePlace } from '../../../domain/patch-sites';
import type { Actor } from '../../accounts/policy';
import type { JointPatch } from '../../db';
import { badUserInput, type InputIssue } from '../../errors';
import { textProblem } from '../../text';
import { readExperiment } from '../experiment';
import { readDirection } from '../stored-run';
import { findPatchIssues, readValue, type PatchSpec } from '../inspect/patch-spec';
import type { JointValue } from './spec';
import { computeAndStore, findRun, type Act, type JointServices } from './store';

/** Sites to patch together; a path is not stored with a run. */
export interface PatchTogetherInput extends Omit<PatchSpec, 'path' | 'direction' | 'value' | 'vector'> {
  readonly run: string;
  /** The run's first one when not given. */
  readonly direction?: PatchSpec['direction'] | null | undefined;
  readonly value: JointValue;
  readonly title?: string | null | undefined;
}

/**
 * Patches sites together on the prompts of a run and stores the result. An equal joint patch of the run is returned instead of
 * being computed again.
 *
 * @param signal aborts when nobody waits for the result.
 * @throws NOT_FOUND; BAD_USER_INPUT with all problems, or when it costs too much; QUOTA_EXCEEDED when the run has too many joint
 *   patches; MODEL_UNAVAILABLE, also when the model's files have changed since the run; ENGINE_FAILED; RUN_CANCELLED.
 */
export async function patchTogether(
  services: JointServices,
  actor: Actor,
  act: Act,
  { direction, ...wanted }: PatchTogetherInput,
  signal?: AbortSignal,
): Promise<JointPatch> {
  const { run, pairs } = await findRun(services, actor, wanted.run);
  const input = { ...wanted, direction: direction ?? readDirection(run) };
  const model = await services.models.info(run.modelId);
  const experiment = readExperiment(run, pairs);
  const steps = countSteps({ ...experiment, directions: [input.direction] });
  const issues = [
    ...findPatchIssues(input, model, { count: pairs.length, steps }),
    ...findCountIssues(input.sites),
    ...findTitleIssues(input.title),
  ];
  if (issues.length > 0) throw badUserInput(issues);
  const value = readValue(input, experiment.pairs);
  const isSeeded = value.kind === 'resample' && !input.donors;
  return computeAndStore(
    services,
    act,
    {
      run,
      pairs,
      title: input.title?.trim() || null,
      direction: input.direction,
      sites: input.sites.map(completeSite),
      value: input.value,
      valueFrom: value.kind === 'mean' || value.kind === 'resample' ? value.of : null,
      acrossPositions: input.acrossPositions,
      donors: value.kind === 'resample' ? value.donors : null,
      donorRule: null,
      seed: isSeeded ? (input.seed ?? 0) : null,
      controlOfId: null,
    },
    signal,
  );
}

function completeSite({ site, layer, head, position, src }: PatchSpec['sites'][number]): SitePlace {
  return { site, layer, head: head ?? null, position: position ?? null, src: src ?? null };
}

function findCountIssues({ length }: PatchSpec['sites']): InputIssue[] {
  if (length <= MAX_JOINT_SITES) return [];
  const message = `${length} sites are too many; up to ${MAX_JOINT_SITES} are stored, because each is computed alone, too. A null head or position stands for all.`;
  return [{ path: 'sites', message }];
}

function findTitleIssues(title: string | null | undefined): InputIssue[] {
  if (title == null) return [];
  const problem = textProblem(title);
  if (problem !== null) return [{ path: 'title', message: `The title ${problem}.` }];
  if (title.length <= MAX_JOINT_PATCH_TITLE) return [];
  const message = `The title is ${title.length} characters long; use up to ${MAX_JOINT_PATCH_TITLE}.`;
  return [{ path: 'title', message }];
}

/** Controls: the sites of a joint patch, patched with the activations of other prompts. */
import type { Actor } from '../../accounts/policy';
import { readableRuns } from '../../accounts/visibility';
import type { JointPatch } from '../../db';
import { AppError, badUserInput } from '../../errors';
import { readExperiment } from '../experiment';
import { chooseDonorsByRule, type DonorRule } from '../inspect/donors';
import { readJointPatch } from './read';
import { computeAndStore, findRun, type Act, type JointServices } from './store';

export interface ControlInput {
  readonly jointPatch: string;
  readonly rule: DonorRule;
  readonly seed: number;
}

/** What a rule asks of a donor, to follow 'No pair has'. */
const RULES = {
  OTHER_PROMPT: 'another pair with a different prompt',
  SAME_ANSWER: 'another pair with a different prompt and the same answer',
} as const satisfies Readonly<Record<DonorRule, string>>;

/**
 * Patches the sites of a joint patch with the activations of other prompts, taken from the unpatched run of the source's side, and
 * stores the result. Pairs without a donor are not patched.
 *
 * @throws NOT_FOUND; BAD_USER_INPUT for a control of a control, and when no pair has a donor; and as `computeAndStore`.
 */
export async function addControl(
  services: JointServices,
  actor: Actor,
  act: Act,
  { jointPatch: id, rule, seed }: ControlInput,
  signal?: AbortSignal,
): Promise<JointPatch> {
  const row = await services.db.jointPatch.findFirst({ where: { id, run: readableRuns(actor) } });
  if (!row) throw new AppError('NOT_FOUND', `There is no joint patch '${id}'.`);
  if (row.controlOfId !== null) {
    const message = `The joint patch '${id}' is a control itself. Add the control to '${row.controlOfId}'.`;
    throw badUserInput([{ path: 'jointPatch', message }]);
  }
  const { run, pairs } = await findRun(services, actor, row.runId);
  const { direction, sites } = readJointPatch(row);
  const side = direction === 'DENOISING' ? 'CLEAN' : 'CORRUPTED';
  const donors = chooseDonorsByRule(readExperiment(run, pairs).pairs, rule, side, seed);
  if (donors.every((donor) => donor === null)) {
    const message = `No pair has ${RULES[rule]} on the ${side.toLowerCase()} side. Submit a run with more prompts, or add another control.`;
    throw badUserInput([{ path: 'rule', message }]);
  }
  return computeAndStore(
    services,
    act,
    {
      run,
      pairs,
      title: null,
      direction,
      sites,
      value: 'RESAMPLE',
      valueFrom: side,
      acrossPositions: false,
      donors,
      donorRule: rule,
      seed,
      controlOfId: id,
    },
    signal,
  );
}

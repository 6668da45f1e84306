/** Converts the input of createRun and previewRun. */
import { joinSweeps } from '../../domain/sweep-groups';
import type { RunInput } from '../runs/submit/validate';
import type { CreateRunInput } from './generated/resolvers';

/** The experiment that is asked for, with groups of sweeps replaced by their kinds. */
export function readRunInput({ sweeps, sweepGroups, ...input }: CreateRunInput): RunInput {
  return { ...input, sweeps: joinSweeps(sweeps, sweepGroups) };
}

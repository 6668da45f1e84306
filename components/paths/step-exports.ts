/** What can be written of a step of path patching. */
import type { Exports } from '../export/ExportBar';
import { PathStepDocument, type AnalysedRun_RunFragment, type InterveneInput } from '../generated/graphql';
import { isOneLength } from '../sweep/role-labels';
import { toStepNotebook } from './step-notebook';
import type { StepRequest } from './step-input';

const PROGRAM = `INPUT = VARIABLES["input"]
result = ask(VARIABLES)["intervene"]["results"][0]
base = mean(result["base"])
changes = {f"L{site['layer']}H{site['head']}": mean(values) - base for site, values in zip(INPUT["sites"], result["singles"])}
for name, change in sorted(changes.items(), key=lambda item: -abs(item[1])):
    print(f"{name:8} {change:+.4f}")`;

/** @param means the metric after the path patch of each sender, the mean over prompts. */
export function makeStepExports(
  run: AnalysedRun_RunFragment,
  step: StepRequest,
  means: Float32Array,
): Exports {
  const variables: { input: InterveneInput } = { input: step.request };
  return {
    requests: () => [{ document: PathStepDocument, variables }],
    program: () => ({
      about: 'Path patching: the mean change of the metric by each sender, largest first.',
      document: PathStepDocument,
      variables,
      code: PROGRAM,
    }),
    // The notebook's prompts are one tensor.
    notebook: isOneLength(run.pairs) ? () => toStepNotebook(run, step, means) : null,
  };
}

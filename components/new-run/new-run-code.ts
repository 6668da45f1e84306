/** The code that starts the run of the form. */
import { writeRequest, writeText, writeValue, type ViewCode } from '../code/code-text';
import { CreateRunDocument, ForkExperimentDocument } from '../generated/graphql';
import type { CheckedInput } from './preview';
import { createForkVariables, createVariables } from './use-submit';

/** The request of the button Run, and the same run with the Python client. */
export function codeOfNewRun(checked: CheckedInput, forkedFrom: string | null): ViewCode {
  const variables = createVariables(checked, forkedFrom);
  const { model, sweeps, pairs, ...options } = variables.input;
  const lines = [
    ...(pairs ? [`pairs = [\n${pairs.map((pair) => `    ${writeValue(pair)},`).join('\n')}\n]`] : []),
    'run_id = client.submit(',
    `    ${writeText(model)}, ${pairs ? 'pairs' : 'None'}, ${writeValue(sweeps)},`,
    ...Object.entries(options).map(([name, value]) => `    ${name}=${writeValue(value)},`),
    ')',
    'client.wait(run_id, on_progress=print)',
    'frame = client.frame(run_id)',
  ];
  return { requests: [writeRequest(CreateRunDocument, variables)], methods: lines.join('\n') };
}

/** The request of the button Run where a finding is forked. */
export function codeOfFork(checked: CheckedInput, findingId: string): ViewCode {
  return { requests: [writeRequest(ForkExperimentDocument, createForkVariables(checked, findingId))] };
}

/** What can be written of a trace. */
import type { Exports } from '../export/ExportBar';
import { TraceRowDocument } from '../generated/graphql';
import type { CompleteTrace } from './trace-cells';
import { traceToCsv, traceToJson } from './trace-files';
import { toTraceNotebook } from './trace-notebook';

const PROGRAM = `print("site", "first layer", "position", "change")
for row in VARIABLES:
    result = ask(row)["intervene"]["results"][0]
    base = mean(result["base"])
    for site, values in zip(row["input"]["sites"], result["singles"]):
        print(site["site"], site["layer"], site["position"], f"{mean(values) - base:+.4f}")`;

/** @param trace its files are asked for only when all rows are computed. */
export function makeTraceExports(trace: CompleteTrace): Exports {
  const { requests, state } = trace;
  const variables = requests.map(({ input }) => ({ input, withLayers: state.layers > 1 }));
  return {
    // One row of a heatmap is one request.
    requests: () => variables.map((row) => ({ document: TraceRowDocument, variables: row })),
    program: () => ({
      about:
        'Causal tracing: the mean change of the logit difference by each window of layers at each position.',
      document: TraceRowDocument,
      variables,
      code: PROGRAM,
    }),
    json: () => traceToJson(trace),
    csv: () => traceToCsv(trace),
    notebook: () => toTraceNotebook(trace),
  };
}

/** The code that reads what the page of a run shows. */
import { writeRequest, writeText, writeValue, type ViewCode } from '../code/code-text';
import {
  RunPageDocument,
  RunStatisticsDocument,
  RunValuesDocument,
  type Direction,
  type Metric,
  type RunStatisticsQueryVariables,
  type RunValuesQueryVariables,
  type RunView_RunFragment,
} from '../generated/graphql';
import type { ValueName } from '../sweep/view-state';

interface Shown {
  readonly value: ValueName;
  readonly prompt: number | null;
  readonly direction: Direction;
  readonly metric: Metric;
  /** Of the values that did not come with the page. */
  readonly valuesRequest: RunValuesQueryVariables | null;
  /** Of statistics over prompts, where they are shown. */
  readonly statisticsRequest?: RunStatisticsQueryVariables | null;
}

/** The requests of the page, and the same arrays with methods of the Python client. */
export function codeOfRun(
  { id, sweepKinds, directions }: Pick<RunView_RunFragment, 'id' | 'sweepKinds' | 'directions'>,
  { value, prompt, direction, metric, valuesRequest, statisticsRequest = null }: Shown,
): ViewCode {
  const isNormalised = value === 'recovery' || value === 'roles';
  // Roles are judged by both directions.
  const shown = value === 'roles' ? directions : [direction];
  const options = (one: Direction): string =>
    `metric=${writeText(metric)}, direction=${writeText(one)}, normalised=${writeValue(isNormalised)}, prompt=${writeValue(prompt)}`;
  const lines = shown.flatMap((one) =>
    sweepKinds.map((kind) => {
      const name = `${kind.toLowerCase()}${shown.length > 1 ? `_${one.toLowerCase()}` : ''}`;
      return `${name} = client.array(${writeText(id)}, ${writeText(kind)}, ${options(one)})`;
    }),
  );
  const [first] = lines;
  const name = first?.slice(0, first.indexOf(' ')) ?? '';
  const methods = [
    ...lines,
    ...(first ? [`print(${name}.axes, ${name}.values.shape, ${name}.clean, ${name}.corrupted)`] : []),
    ...(value === 'change'
      ? [`# The page shows the change: values less ${direction === 'DENOISING' ? 'corrupted' : 'clean'}.`]
      : []),
    `frame = client.frame(${writeText(id)}, directions=${writeValue(shown)}, metrics=[${writeText(metric)}], normalised=${writeValue(isNormalised)}, prompt=${writeValue(prompt)})`,
  ];
  return {
    requests: [
      writeRequest(RunPageDocument, { id }),
      ...(valuesRequest ? [writeRequest(RunValuesDocument, valuesRequest)] : []),
      ...(statisticsRequest ? [writeRequest(RunStatisticsDocument, statisticsRequest)] : []),
    ],
    methods: methods.join('\n'),
  };
}

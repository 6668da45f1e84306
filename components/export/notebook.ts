/** A run as a Python notebook that computes it again with TransformerLens and asserts the same numbers. */
import { isByEntry, SITES } from '../../domain/sites';
import type { Direction, Metric, RunView_RunFragment, SweepKind } from '../generated/graphql';
import { readComputed } from '../sweep/computed';
import { decodeFloats } from '../sweep/effects';
import { describeDirections } from '../sweep/figure-context';
import { toMetricId } from '../sweep/metrics';
import { findCoordinates } from '../sweep/place';
import { describeLeftOutPairs } from './file-parts';
import type { ExportedJointPatch } from './joint-patches';
import {
  describeSweep,
  GROUP_FUNCTIONS,
  hasAlignment,
  isGrouped,
  SWEEP_FUNCTION,
  writeGroups,
} from './notebook-groups';
import { NEEDS, roundFloat, startNotebook, writeNotebook, type NotebookCell } from './notebook-file';
import { checkJointPatch, JOINT_FUNCTIONS, PATCH_TOGETHER } from './notebook-joint';
import { JOINT_PAIR_FUNCTIONS, MEASURE_TOKENS, READ_PAIR } from './notebook-joint-pairs';
import { writeRunFileCell } from './notebook-run-file';
import { VALUE_FUNCTIONS } from './notebook-values';
import { isWholeRun, MEASURE_WHOLE, WHOLE_FUNCTIONS, writeWholeAnswers } from './notebook-whole';
import { pickEntries } from './pick-entries';

/** The function of the notebook that computes a sweep kind. */
function nameFunction(kind: SweepKind): string {
  return SITES[kind].transformerLens ?? 'resid_post';
}

const RESID_POST = `# TransformerLens has no function for hook_resid_post.
resid_post = partial(patching.generic_activation_patch, patch_setter=patching.layer_pos_patch_setter, activation_name="resid_post", index_axis_names=("layer", "pos"))
`;

/** What a notebook needs of a run. */
export type NotebookRun = Pick<
  RunView_RunFragment,
  'id' | 'model' | 'directions' | 'metrics' | 'pairs' | 'roles' | 'provenance' | 'sweeps'
> &
  Partial<Pick<RunView_RunFragment, 'unusable' | 'filter' | 'pairCount'>>;

/** Mean values of the sweeps of a run in one metric. */
export interface MetricMeans {
  readonly metric: Metric;
  readonly sweeps: readonly {
    readonly kind: SweepKind;
    readonly direction: Direction;
    /** Row-major in the sweep's shape, little-endian float32 in base64. */
    readonly data: string;
  }[];
}

/**
 * Writes the .ipynb file. `npm run test:reference` executes it.
 *
 * @param means of every metric to check; by default the first metric, which comes with the run.
 * @param joint stored joint patches and controls to check.
 * @param file the exported run; with it the notebook ends with a cell that writes what it computed as such a file.
 */
export function toNotebook(
  run: NotebookRun,
  means: readonly MetricMeans[] = [{ metric: run.metrics[0]!, sweeps: run.sweeps }],
  joint: readonly ExportedJointPatch[] = [],
  file: string | null = null,
): string {
  const { id, model, directions, provenance } = run;
  if (isWholeRun(run)) return toWholeNotebook(run, means, joint);
  if (isGrouped(run)) return toGroupedNotebook(run, means, joint);
  const cells: NotebookCell[] = [
    [
      'markdown',
      `# Patchbay run ${id}\n\n${describeDirections(directions)} on ${model.id}` +
        `${provenance ? ` (sha256 of the weights ${provenance.modelSha256})` : ''}. ${describeSample(run)}${describeLeftOut(run)}${NEEDS}`,
    ],
    ...startNotebook(run),
    [
      'code',
      `def check(base, source, expected):
    """Asserts the means after each patch, as Patchbay computed them."""
    _, cache = model.run_with_cache(source)
    metrics = make_metrics(base, source)
    for metric, sweeps in expected.items():

        def mean(logits, of=metrics[metric]):
            return of(logits).mean()

        print(metric, "of base", mean(model(base)).item(), "and source", mean(model(source)).item())
        for name, values in sweeps.items():
            function = globals().get(name) or getattr(patching, name)
            if isinstance(values, dict):
                # Single entries of patterns: layer, head, destination and source position of each.
                entries, values = pd.DataFrame(values["entries"]), torch.tensor(values["values"])
                patched = function(model, base, cache, mean, index_axis_names=None, index_df=entries)
            else:
                shape, numbers = values
                values = torch.tensor(numbers).reshape(shape)
                patched = function(model, base, cache, mean)
            difference = (patched - values).abs().max().item()
            print(f"{metric} {name}: largest difference {difference:.1e}")
            # Rank and accuracy are counts: rounding can move one prompt by one.
            is_count = metric in ("rank", "accuracy")
            tolerance = 1.001 / len(base) if is_count else 1e-4 * max(1, patched.abs().max().item())
            assert difference < tolerance, (metric, name)`,
    ],
    ...(run.sweeps.some(({ kind }) => kind === 'RESID_POST') ? [['code', RESID_POST] as const] : []),
    ...directions.map((direction): NotebookCell => ['code', checkDirection(run, direction, means)]),
    ...(joint.length === 0 ? [] : [['code', VALUE_FUNCTIONS] as const, ['code', JOINT_FUNCTIONS] as const]),
    ...joint.map((patch): NotebookCell => ['code', checkJointPatch(patch, false)]),
    ...(file === null ? [] : writeRunFileCell(file, nameFunction)),
  ];
  return writeNotebook(cells);
}

/** Of a large run, which pairs are computed again. */
function describeSample({ pairs, pairCount = pairs.length }: NotebookRun): string {
  return pairCount > pairs.length
    ? `The first ${pairs.length} of its ${pairCount.toLocaleString('en')} pairs are computed again: all means here are over these. `
    : '';
}

/** Sentences on the pairs that the run leaves out; the notebook has the others. */
function describeLeftOut({ unusable = null, filter = null }: NotebookRun): string {
  return describeLeftOutPairs({ unusable, filter })
    .map((line) => `${line[0]!.toUpperCase()}${line.slice(1)}. `)
    .join('');
}

/** The notebook of a run whose answers are read as a whole. */
function toWholeNotebook(
  run: NotebookRun,
  means: readonly MetricMeans[],
  joint: readonly ExportedJointPatch[],
): string {
  const { id, model, directions } = run;
  return writeNotebook([
    [
      'markdown',
      `# Patchbay run ${id}\n\n${describeDirections(directions)} on ${model.id}.${describePositions(run)} Answers of several tokens are read as a whole: the log-probability of an answer is the sum of those of its tokens, each after the prompt and the tokens before it. ` +
        `logit_diff is the difference of two log-probabilities. ${describeSample(run)}${describeLeftOut(run)}${NEEDS}`,
    ],
    ...startNotebook(run, 'lists'),
    ['code', writeWholeAnswers(run)],
    ['code', writeGroups(run)],
    ['code', `${SWEEP_FUNCTION}\n\n\n${READ_PAIR}\n\n\n${WHOLE_FUNCTIONS}`],
    ...directions.map((direction): NotebookCell => ['code', checkDirection(run, direction, means)]),
    ...checkJointByPair(joint, MEASURE_WHOLE),
  ]);
}

/** The notebook of a run by role, or of pairs of several lengths. */
function toGroupedNotebook(
  run: NotebookRun,
  means: readonly MetricMeans[],
  joint: readonly ExportedJointPatch[],
): string {
  const { id, model, directions } = run;
  return writeNotebook([
    [
      'markdown',
      `# Patchbay run ${id}\n\n${describeDirections(directions)} on ${model.id}.${describePositions(run)} Pairs of one length are computed together. ` +
        `${describeSample(run)}${describeLeftOut(run)}${NEEDS}`,
    ],
    ...startNotebook(run, 'lists'),
    ['code', writeGroups(run)],
    ['code', `${SWEEP_FUNCTION}\n\n\n${GROUP_FUNCTIONS}`],
    ...directions.map((direction): NotebookCell => ['code', checkDirection(run, direction, means)]),
    ...checkJointByPair(joint, `${READ_PAIR}\n\n\n${MEASURE_TOKENS}`),
  ]);
}

/** Sentences on what positions are, for runs by role and with alignments. */
function describePositions({ pairs, roles }: NotebookRun): string {
  const unequal = hasAlignment({ pairs })
    ? ' Prompts with different numbers of tokens are patched at aligned positions.'
    : '';
  return `${roles.length > 0 ? ` Positions are by role: ${roles.join(', ')}.` : ''}${unequal}`;
}

/** Cells that compute joint patches again pair by pair. @param functions code that defines `measure_pair` and what it needs. */
function checkJointByPair(joint: readonly ExportedJointPatch[], functions: string): NotebookCell[] {
  if (joint.length === 0) return [];
  const code = [VALUE_FUNCTIONS, PATCH_TOGETHER, functions, JOINT_PAIR_FUNCTIONS].join('\n\n\n');
  return [['code', code], ...joint.map((patch): NotebookCell => ['code', checkJointPatch(patch, true)])];
}

/** Code that checks one direction. */
function checkDirection(run: NotebookRun, direction: Direction, means: readonly MetricMeans[]): string {
  const [base, source] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const metrics = means.map(({ metric, sweeps }) => {
    const lines = sweeps.flatMap(({ kind, direction: own, data }) => {
      const sweep = run.sweeps.find((one) => one.kind === kind && one.direction === own);
      if (own !== direction || !sweep) return [];
      const values = decodeFloats(data);
      const numbers = (): string => JSON.stringify([...values].map(roundFloat));
      if (isWholeRun(run) || isGrouped(run))
        return [`        "${kind}": (${describeSweep(kind, sweep.shape)}, ${numbers()}),`];
      const expected = isByEntry(kind)
        ? writeEntries(run, sweep, values)
        : `(${JSON.stringify(sweep.shape)}, ${numbers()})`;
      return `        "${nameFunction(kind)}": ${expected},`;
    });
    return [`    "${toMetricId(metric)}": {`, ...lines, '    },'].join('\n');
  });
  return `# ${describeDirections([direction])}.
base, source = ${base}, ${source}
expected = {
${metrics.join('\n')}
}
${nameCheck(run)}(base, source, expected)`;
}

/** The function of the notebook that checks a direction. */
function nameCheck(run: NotebookRun): string {
  if (isWholeRun(run)) return 'check_whole';
  return isGrouped(run) ? 'check_groups' : 'check';
}

/** Entries of patterns and their values in Python: all that were computed, or a part of them. */
function writeEntries(
  run: NotebookRun,
  sweep: RunView_RunFragment['sweeps'][number],
  values: Float32Array,
): string {
  const computed = readComputed(sweep, run.pairs, run.roles);
  // A cell that was not computed has the base run's value.
  const skipped = computed.indexOf(0);
  const cells = pickEntries(values, computed, skipped < 0 ? 0 : values[skipped]!);
  const entries = cells.map((cell) => {
    const { layer, head, position, src } = findCoordinates(sweep, cell);
    return [layer, head, position, src];
  });
  const numbers = cells.map((cell) => roundFloat(values[cell]!));
  return `{"entries": ${JSON.stringify(entries)}, "values": ${JSON.stringify(numbers)}}`;
}

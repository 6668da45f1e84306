/** The operations of the load, and their experiments. */
import { PRESETS } from '../../domain/presets';

export const CREATE_RUN =
  'mutation CreateRun($input: CreateRunInput!) { createRun(input: $input) { id status } }';
export const PUBLISH =
  'mutation Publish($input: PublishFindingInput!) { publishFinding(input: $input) { id } }';
export const COMMENT =
  'mutation Comment($finding: ID!, $text: String!) { addComment(findingId: $finding, text: $text) { id } }';
export const REPLICATE =
  'mutation Replicate($finding: ID!) { replicateFinding(findingId: $finding) { id run { id } } }';
export const ATTACH =
  'mutation Attach($finding: ID!, $run: ID!, $note: String!) { attachEvidence(findingId: $finding, runId: $run, stance: SUPPORTS, note: $note) { id } }';
export const CREATE_SET =
  'mutation CreateSet($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id } }';
export const READ_RUN = 'query ReadRun($id: ID!) { run(id: $id) { status progress { fraction } } }';
export const CANCEL = 'mutation Cancel($id: ID!) { cancelRun(id: $id) { status } }';
export const DELETE_RUN = 'mutation DeleteRun($id: ID!) { deleteRun(id: $id) }';
export const VIEWER = 'query Viewer { viewer { id } }';
export const PREDICT =
  'query Predict($prompt: String!) { predict(model: "patchbay-mini", prompt: $prompt, top: 3) { probability } }';
export const CREATE_COLLECTION =
  'mutation CreateCollection($title: String!) { createCollection(input: { title: $title, visibility: PUBLIC }) { id version } }';
export const SAVE_COLLECTION =
  'mutation SaveCollection($input: SaveCollectionInput!) { saveCollection(input: $input) { version title } }';
export const READ_COLLECTION = 'query ReadCollection($id: ID!) { collection(id: $id) { version title } }';
export const FINDINGS = 'query Findings { findings(first: 10) { edges { node { id title } } } }';

const MODEL = 'patchbay-mini';
const STORY = ' Then the old man saw a small dog near the river';
/** More than two batches of 64: shared by workers. */
export const SET_PAIRS = 160;
/** The index of the experiment on the prompt set. */
export const SET_EXPERIMENT = 3;

const about = (name: string, repeats: number) =>
  `When ${name} went to the park,${STORY.repeat(repeats)}, and gave it to`;
const pairOf = (repeats: number) => ({
  clean: about('John', repeats),
  corrupted: about('Mary', repeats),
  correct: ' Mary',
  incorrect: ' John',
});

/** Experiments of several kinds, from one of a tenth of a second to one that workers share. @param promptSet id of the set. */
export function listExperiments(promptSet: string): readonly object[] {
  const shared = { model: MODEL, recompute: true };
  return [
    { ...shared, pairs: PRESETS[0]!.pairs.slice(0, 2), sweeps: ['HEAD_Z', 'RESID_PRE'] },
    {
      ...shared,
      pairs: PRESETS[0]!.pairs,
      sweeps: ['HEAD_Z', 'HEAD_PATTERN', 'MLP_OUT'],
      directions: ['DENOISING', 'NOISING'],
      metrics: ['KL_FROM_BASE', 'PROB'],
    },
    {
      ...shared,
      pairs: Array.from({ length: 4 }, () => pairOf(6)),
      sweeps: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT', 'HEAD_Z', 'HEAD_Q', 'HEAD_V'],
    },
    { ...shared, promptSet, sweeps: ['HEAD_Z', 'RESID_PRE'] },
  ];
}

export function describeSet(): object {
  const { pairs } = PRESETS[0]!;
  return {
    name: 'The set of the campaign',
    visibility: 'PUBLIC',
    pairs: Array.from({ length: SET_PAIRS }, (_, index) => pairs[index % pairs.length]!),
  };
}

/**
 * Arguments that a field accepts, for the fuzzer to change. A field that is missing here is fuzzed from its types alone, and few of its
 * inputs then get past the first check.
 */
import { readFileSync } from 'node:fs';

const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const RUN = '@@Run:0';
/** Rows of the owner, which each refill of the site makes anew; the run is not published. */
const OWN_RUN = '@@SpareRun:0';
const FINDING = '@@OwnFinding:0';
const COLLECTION = '@@OwnCollection:0';
/** The export of a run of the model of tests. */
const RUN_FILE = readFileSync('server/testing/fuzz/run.json', 'utf8');
const EXPERIMENT = { model: 'fake', pairs: [PAIR, PAIR], sweeps: ['HEAD_Z'], metrics: ['PROB', 'RANK'] };
const CIRCUIT = { nodes: [{ layer: 0, head: 0 }, { layer: 1 }], value: 'ZERO' };
const SITES = [
  { site: 'Z', layer: 1, head: 2 },
  { site: 'MLP_OUT', layer: 0, position: 3 },
];

/** Variables by the names of fields; `@@Type:0` stands for the newest id of a type. */
export const VALID_ARGUMENTS: Readonly<Record<string, object>> = {
  createRun: { input: EXPERIMENT },
  previewRun: { input: EXPERIMENT },
  previewText: { text: 'Of [[L1H2]]: $x^T W_E$ and\n\n$$\n\\frac{1}{2}\n$$' },
  cancelRun: { id: RUN },
  editRun: { input: { id: RUN, title: 'A title', notes: 'Notes.', tags: ['ioi'] } },
  deleteRun: { id: RUN },
  patchTogether: { input: { run: RUN, sites: SITES } },
  addControl: { input: { jointPatch: '@@JointPatch:0', rule: 'OTHER_PROMPT', seed: 1 } },
  deleteJointPatch: { id: '@@JointPatch:0' },
  saveCircuit: { input: { run: RUN, name: 'A circuit', circuit: CIRCUIT } },
  deleteCircuit: { id: '@@Circuit:0' },
  publishFinding: {
    input: {
      runId: OWN_RUN,
      title: 'Name movers',
      summary: 'Heads of [[L1H2]] move.',
      tags: ['ioi'],
      claims: ['z[1.2] > 0.1'],
    },
  },
  editFinding: { input: { slug: FINDING, title: 'Another title', tags: ['a-b'], claims: ['z[1.2] > 0.2'] } },
  deleteFinding: { slug: FINDING },
  forkFinding: { findingId: FINDING, changes: {}, recompute: true },
  withdrawFinding: { findingId: FINDING, reason: 'A wrong prompt.' },
  addComment: { findingId: FINDING, text: 'A comment by **somebody** on [[L1H2]].' },
  createCollection: { input: { title: 'Heads', items: [{ finding: FINDING }, { text: 'And [[L1H2]].' }] } },
  saveCollection: {
    input: {
      id: COLLECTION,
      version: 1,
      title: 'Other heads',
      visibility: 'UNLISTED',
      items: [{ text: 'First.' }, { finding: FINDING }],
    },
  },
  addToCollection: { collectionId: COLLECTION, findingId: FINDING },
  forkCollection: { id: COLLECTION },
  // The name of one account alone.
  shareCollection: { id: COLLECTION, editors: ['administrator'] },
  deleteCollection: { id: COLLECTION },
  importRun: { json: RUN_FILE },
  replicateFinding: { findingId: FINDING },
  attachEvidence: { findingId: FINDING, runId: OWN_RUN, stance: 'REFUTES', note: 'Less than that.' },
  respondToEvidence: { id: '@@OwnEvidence:0', response: 'Thank you.' },
  removeEvidence: { id: '@@OwnEvidence:0' },
  createAccessToken: { name: 'script', scope: 'READ' },
  revokeAccessToken: { id: '@@AccessToken:0' },
  revokeSession: { id: '@@Session:0' },
  renameViewer: { name: 'Ann' },
  installModel: { id: 'distilgpt2' },
  cancelInstallation: { id: 'distilgpt2' },
  verifyModel: { id: 'fake' },
  publishNotebook: { model: 'fake' },
  intervene: { input: { model: 'fake', pairs: [PAIR], sites: SITES } },
  evaluateCircuit: { input: { run: RUN, circuit: CIRCUIT } },
  evaluateClaims: { runId: RUN, claims: ['z[1.2] > 0.1', 'ld.clean > 3'] },
  neurons: { input: { run: RUN, layer: 0, positions: [3], top: 5 } },
  attribution: { model: 'fake', pairs: [PAIR] },
  logitLens: { model: 'fake', pairs: [PAIR], top: 3 },
  findings: { search: 'L1H2 > 0.1', first: 5 },
  runs: { first: 5, model: 'fake', status: 'SUCCEEDED', search: 'Mary "gave it" #ioi', tag: 'ioi' },
};

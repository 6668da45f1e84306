/**
 * Costs of fields, by `Type.field`.
 *
 * Every field that takes arguments, returns a list or returns binary data has an entry (a test names missing ones). Lengths
 * of lists are typical values unless the arguments give them; the actual result is charged too.
 */
import { MAX_MEASURED_PAIRS } from '../../domain/limits';
import type { Context } from './context';
import type { Cost } from './budget';
import {
  attendedTokens,
  bytesOfPattern,
  cellsOfSweep,
  patchedTokens,
  predictedTokens,
  readOfCellStatistics,
  readOfPaired,
  readOfStatistics,
  readOfClaims,
  readOfEdges,
  readOfJointPatch,
  readOfKind,
  readOfMetrics,
  readOfSweep,
} from './measure-costs';

/** Coerced arguments of a field. */
// oxlint-disable-next-line typescript/no-explicit-any -- each entry knows its field's arguments
type Args = any;

export interface FieldCost {
  /** How many times the selection below is resolved; 1 by default. */
  readonly times?: (args: Args) => number;
  /** Cost known from the arguments: charged before anything runs, and again when the field is resolved. */
  readonly known?: (args: Args) => Cost;
  /** Cost known when the field is about to be resolved. */
  readonly exact?: (parent: never, args: Args, context: Context) => Promise<Cost>;
}

/** Characters per token; a low estimate for prompts. */
const CHARACTERS_PER_TOKEN = 3;

/** Typical lengths. */
const PAIRS = 8;
const TOKENS = 20;
const READ_PAIRS = 200;
/** Prompts and answers of a pair, about. */
const CHARACTERS_PER_PAIR = 200;
/** Stored pairs of a set that are read at once, about. */
const SET_BYTES = 40_000;
const SWEEPS = 5;
const CELLS = 400;
const LAYERS = 12;
/** Pairs of heads and inputs at GPT-2 small's shape. */
const EDGES = 62_208;
const SUMMARY = 1000;
const COMMENT = 300;
const JOINT_PATCHES = 5;
const SITES = 5;
const NODES = 20;
const CIRCUIT_EDGES = 40;
const SEEDS = 10;
const CLAIMS = 5;
const EVIDENCE = 4;
const FORKS = 4;
const FURTHER_RUNS = 1;
const VERSIONS = 4;
/** Values that the claims of a finding read and resample. */
const JUDGED_CELLS = 1_000_000;

const list = (length: number): FieldCost => ({ times: () => length });
const NOTHING: FieldCost = {};

export const FIELD_COSTS: Readonly<Record<string, FieldCost>> = {
  'Query.models': list(10),
  'Query.installableModels': list(10),
  'Query.tokenize': {
    times: ({ text }) => text.length / CHARACTERS_PER_TOKEN,
    known: ({ text }) => ({ characters: text.length }),
  },
  'Query.previewText': { known: ({ text }) => ({ characters: text.length }) },
  // Each distinct text is tokenised once, most with and without a leading space.
  'Query.readPrompts': { known: ({ text }) => ({ characters: text.length }) },
  'Query.promptSet': NOTHING,
  'Query.promptFamilies': list(7),
  'Query.readFamily': { known: ({ definition }) => ({ characters: definition.length }) },
  'FamilyReading.problems': list(3),
  'FamilyReading.templates': list(4),
  'FamilyReading.corruptions': list(3),
  'FamilyReading.roles': NOTHING,
  'FamilyReading.pairs': list(3),
  'SampledPair.correct': NOTHING,
  'SampledPair.incorrect': NOTHING,
  'Query.promptSets': { times: ({ first }) => first },
  'PromptSet.runs': { times: ({ first }) => first },
  'PromptSetConnection.edges': NOTHING,
  'PromptSet.versions': list(3),
  'PromptSet.pairs': {
    times: ({ first }) => first,
    known: ({ first }) => ({ characters: first * CHARACTERS_PER_PAIR, bytes: SET_BYTES }),
  },
  'PromptSet.check': { known: () => ({ characters: READ_PAIRS * CHARACTERS_PER_PAIR, bytes: SET_BYTES }) },
  'PromptSetPair.correctSet': NOTHING,
  'PromptSetPair.incorrectSet': NOTHING,
  'PromptSetPair.cleanTokens': list(TOKENS),
  'PromptSetPair.corruptedTokens': list(TOKENS),
  'PromptSetPair.roles': list(4),
  'PromptSetCheck.lengths': list(4),
  'PromptSetCheck.refused': list(READ_PAIRS / 10),
  'PromptFamily.templates': list(8),
  'PromptFamily.corruptions': list(3),
  'PromptFamily.roles': list(5),
  'GeneratedFrom.templates': list(8),
  'Mutation.createPromptSet': { known: ({ input }) => ({ characters: countCharacters(input) }) },
  'Mutation.editPromptSet': { known: ({ input }) => ({ characters: countCharacters(input) }) },
  'Mutation.deletePromptSet': NOTHING,
  'PromptReading.columns': list(8),
  'PromptReading.pairs': list(READ_PAIRS),
  'PromptReading.refused': list(READ_PAIRS / 10),
  'PromptReading.suggestions': list(6),
  'PromptColumn.samples': list(3),
  'ReadPair.correctSet': NOTHING,
  'ReadPair.incorrectSet': NOTHING,
  'ReadPair.roles': list(3),
  'PromptRole.cleanPositions': NOTHING,
  'PromptRole.corruptedPositions': NOTHING,
  'ReadingSuggestion.columns': NOTHING,
  'Query.predict': {
    times: ({ top }) => top,
    known: ({ prompt }) => ({
      characters: prompt.length,
      engineCalls: 1,
      engineTokens: prompt.length / CHARACTERS_PER_TOKEN,
    }),
  },
  // At most 256 pairs are tried, each in two prompts; a set is read whole.
  'Query.previewBaselines': {
    known: ({ input }) => {
      const characters = input.pairs ? countCharacters(input) : MAX_MEASURED_PAIRS * CHARACTERS_PER_PAIR;
      const share = Math.min(1, MAX_MEASURED_PAIRS / (input.pairs?.length ?? MAX_MEASURED_PAIRS));
      return {
        characters: share * characters,
        engineCalls: 4,
        engineTokens: (share * characters) / CHARACTERS_PER_TOKEN,
        ...(!input.pairs && { bytes: SET_BYTES }),
      };
    },
  },
  'BaselinesPreview.pairs': list(PAIRS),
  'BaselinesPreview.refused': list(4),
  'BaselinesPreview.outliers': list(1),
  'BaselinesPreview.leftOut': list(4),
  'AppliedFilter.leftOut': list(2),
  'Query.previewRun': {
    known: ({ input }) => {
      const characters = countCharacters(input);
      return { characters, engineCalls: 2, engineTokens: characters / CHARACTERS_PER_TOKEN };
    },
  },
  'Query.intervene': {
    known: ({ input }) => {
      const characters = countCharacters(input);
      return { characters, engineCalls: 1, engineTokens: (3 * characters) / CHARACTERS_PER_TOKEN };
    },
  },
  'Query.attribution': {
    known: (input) => {
      const characters = countCharacters(input);
      return { characters, engineCalls: 1, engineTokens: characters / CHARACTERS_PER_TOKEN };
    },
  },
  'Query.evaluateCircuit': {
    known: ({ input }) => {
      const characters = input.pairs ? countCharacters(input) : 0;
      return { characters, engineTokens: (3 * characters) / CHARACTERS_PER_TOKEN };
    },
  },
  'Query.evaluateClaims': {
    times: ({ claims }) => claims.length,
    known: ({ claims }) => ({
      characters: claims.reduce((sum: number, claim: string) => sum + claim.length, 0),
    }),
    exact: (_, args, context) => readOfClaims(args, context),
  },
  'Query.checkFile': { known: ({ json }) => ({ bytes: json.length }) },
  'CheckedFile.issues': list(4),
  'CheckedFile.sweepKinds': list(SWEEPS),
  'CheckedFile.directions': list(2),
  'CheckedFile.metrics': list(2),
  'CheckedFile.claims': list(CLAIMS),
  'Query.neurons': {
    known: ({ input }) => {
      const characters = input.pairs ? countCharacters(input) : 0;
      return { characters, engineCalls: 20, engineTokens: (2 * characters) / CHARACTERS_PER_TOKEN };
    },
  },
  'NeuronSweep.positions': list(4),
  'NeuronSweep.base': list(PAIRS),
  'NeuronSweep.source': list(PAIRS),
  'NeuronSweep.together': list(PAIRS),
  'NeuronSweep.top': list(20),
  'NeuronEffect.perPrompt': list(PAIRS),
  // The engine limits the operations of each part. Greedy steps are calls of their own.
  'CircuitEvaluation.nodes': list(NODES),
  'CircuitEvaluation.edges': list(CIRCUIT_EDGES),
  'CircuitEvaluation.choices': NOTHING,
  'CircuitEvaluation.faithfulness': { known: () => ({ engineCalls: 5 }) },
  'CircuitEvaluation.completeness': { known: () => ({ engineCalls: 20 }) },
  'CircuitEvaluation.minimality': { known: () => ({ engineCalls: 20 }) },
  'CircuitEvaluation.curve': { known: () => ({ engineCalls: 20 }) },
  'CircuitChoices.donors': list(PAIRS),
  'RandomCircuits.seeds': list(SEEDS),
  'RandomCircuits.values': list(SEEDS),
  'Faithfulness.circuit': list(PAIRS),
  'Faithfulness.model': list(PAIRS),
  'Faithfulness.empty': list(PAIRS),
  'Faithfulness.perPrompt': list(PAIRS),
  'Completeness.knockouts': list(15),
  'Knockout.nodes': list(NODES),
  'Knockout.edges': list(CIRCUIT_EDGES),
  'Minimality.nodes': list(NODES),
  'Minimality.edges': list(CIRCUIT_EDGES),
  'CircuitCurve.order': list(CELLS),
  'CircuitCurve.edgeOrder': list(CELLS),
  'CircuitCurve.points': list(10),
  'Circuit.nodes': list(NODES),
  'Circuit.edges': list(CIRCUIT_EDGES),
  // The results of all parts are stored together.
  'Circuit.faithfulness': { known: () => ({ cells: CELLS }) },
  'Circuit.completeness': { known: () => ({ cells: CELLS }) },
  'Circuit.minimality': { known: () => ({ cells: CELLS }) },
  'Circuit.curve': { known: () => ({ cells: CELLS }) },
  'Query.logitLens': {
    known: (input) => {
      const characters = countCharacters(input);
      return { characters, engineCalls: 1, engineTokens: characters / CHARACTERS_PER_TOKEN };
    },
  },
  'Query.run': NOTHING,
  'Query.jointPatch': NOTHING,
  'Query.runs': { times: ({ first }) => first },
  'Query.finding': NOTHING,
  'Query.findings': { times: ({ first }) => first },
  'Query.head': NOTHING,
  'Query.headGrid': { known: () => ({ cells: 10 * CELLS }) },
  'Query.person': NOTHING,
  'Person.counts': NOTHING,
  'Person.findings': { times: ({ first }) => first },
  'Person.forks': { times: ({ first }) => first },
  'Person.evidence': { times: ({ first }) => first },
  'Person.collections': { times: ({ first }) => first },
  'Query.collection': NOTHING,
  'Query.collections': { times: ({ first }) => first },
  'CollectionConnection.edges': NOTHING,
  'Collection.items': list(10),
  'Collection.editors': list(2),
  'CollectionItem.text': { known: () => ({ bytes: SUMMARY }) },
  'CollectionItem.textTree': { known: () => ({ bytes: 3 * SUMMARY }) },
  'Head.claims': list(10),
  'Head.effects': list(5),
  'HeadEffects.recoveries': list(100),
  'Head.findings': { times: ({ first }) => first },
  'HeadFinding.effects': list(5),
  'HeadGrid.counts': list(CELLS),
  'Query.findingFilters': NOTHING,
  'Query.presets': list(10),

  // A filter runs the prompts once before.
  'Mutation.createRun': {
    known: ({ input }) => {
      const characters = countCharacters(input);
      return {
        characters,
        engineCalls: 1,
        ...(input.filter && { engineCalls: 5, engineTokens: characters / CHARACTERS_PER_TOKEN }),
      };
    },
  },
  'Mutation.cancelRun': NOTHING,
  // Stores patterns and predictions of the finding's cells.
  'Mutation.publishFinding': {
    known: ({ input }) => ({ engineCalls: 20, cells: JUDGED_CELLS * (1 + input.furtherRuns.length) }),
  },
  // Stores those of cells that are referred to for the first time.
  'Mutation.editFinding': {
    known: ({ input }) => ({ engineCalls: 20, cells: JUDGED_CELLS * (1 + (input.addRuns?.length ?? 0)) }),
  },
  'Mutation.withdrawFinding': { known: ({ reason }) => ({ characters: reason.length }) },
  'Mutation.deleteFinding': NOTHING,
  'Mutation.createCollection': { known: ({ input }) => ({ characters: countItems(input) }) },
  'Mutation.saveCollection': { known: ({ input }) => ({ characters: countItems(input) }) },
  'Mutation.addToCollection': NOTHING,
  'Mutation.shareCollection': NOTHING,
  'Mutation.forkCollection': NOTHING,
  'Mutation.deleteCollection': NOTHING,
  'Mutation.addComment': { known: ({ text }) => ({ characters: text.length }) },
  'Mutation.editComment': { known: ({ text }) => ({ characters: text.length }) },
  'Mutation.deleteComment': NOTHING,
  'Mutation.react': NOTHING,
  'Mutation.starFinding': NOTHING,
  'Mutation.unstarFinding': NOTHING,
  'Mutation.markNotificationsRead': NOTHING,
  'Mutation.report': { known: ({ reason }) => ({ characters: reason.length }) },
  'Mutation.hideComment': NOTHING,
  'Mutation.unhideComment': NOTHING,
  'Mutation.hideFinding': NOTHING,
  'Mutation.unhideFinding': NOTHING,
  'Mutation.dismissReport': NOTHING,
  'Mutation.replicateFinding': { known: () => ({ engineCalls: 1 }) },
  'Mutation.forkFinding': {
    known: ({ changes }) => ({ characters: changes?.pairs ? countCharacters(changes) : 0, engineCalls: 1 }),
  },
  // The claims of a finding are judged on the run.
  'Mutation.attachEvidence': { known: ({ note }) => ({ characters: note.length, cells: JUDGED_CELLS }) },
  'Mutation.respondToEvidence': { known: ({ response }) => ({ characters: response.length }) },
  'Mutation.removeEvidence': NOTHING,
  'Mutation.editRun': NOTHING,
  // The engine limits the operations of all sites together.
  'Mutation.patchTogether': { known: () => ({ engineCalls: 2, engineTokens: 3 * PAIRS * TOKENS }) },
  'Mutation.addControl': { known: () => ({ engineCalls: 2, engineTokens: 3 * PAIRS * TOKENS }) },
  'Mutation.deleteJointPatch': NOTHING,
  'Mutation.deleteRun': NOTHING,
  'Mutation.createAccessToken': NOTHING,
  'Mutation.revokeAccessToken': NOTHING,
  'Mutation.renameViewer': NOTHING,
  'Mutation.revokeSession': NOTHING,
  'Mutation.deleteAccount': NOTHING,
  // Evaluates all parts.
  'Mutation.saveCircuit': { known: () => ({ engineCalls: 65 }) },
  'Mutation.deleteCircuit': NOTHING,
  // MAX_IMPORT_BYTES limits the file; each value is read and written once.
  'Mutation.importRun': { known: ({ json }) => ({ bytes: json.length }) },
  'Mutation.installModel': NOTHING,
  'Mutation.cancelInstallation': NOTHING,
  'Mutation.verifyModel': NOTHING,
  'Mutation.publishNotebook': list(10),

  'Subscription.runProgress': NOTHING,
  'Subscription.modelInstallation': NOTHING,
  'Subscription.findingActivity': NOTHING,
  'Subscription.viewerNotifications': NOTHING,

  'Query.comment': NOTHING,
  'Query.mentionableUsers': list(8),
  'Query.reports': { times: ({ first }) => first },
  'Query.workers': list(64),
  'Worker.models': list(16),
  // A table of sizes that is kept for a minute.
  'Administration.workers': list(2),
  'Administration.models': list(10),
  'ErrorReport.counts': list(5),
  'ErrorReport.recent': list(100),
  'EngineWorker.models': list(2),
  'QueueReport.owners': list(10),
  'RetentionReport.passes': list(5),
  'StorageReport.tables': list(50),
  'StorageReport.owners': list(10),
  'Query.auditEntries': { times: ({ first }) => first },
  'Finding.comments': { times: ({ first }) => first },
  'Finding.commentedCells': list(4),
  'Comment.text': { known: () => ({ bytes: COMMENT }) },
  'Comment.tree': { known: () => ({ bytes: 3 * COMMENT }) },
  'Comment.replies': list(4),
  'Comment.reactions': list(1),
  'Comment.revisions': list(1),
  'CommentConnection.edges': NOTHING,
  'ReportConnection.edges': NOTHING,
  'AuditEntryConnection.edges': NOTHING,
  'NotificationConnection.edges': NOTHING,
  'StarConnection.edges': NOTHING,

  'Finding.tags': list(4),
  'Finding.claims': list(CLAIMS),
  'Finding.furtherRuns': list(FURTHER_RUNS),
  'Finding.versions': { times: ({ first }) => Math.min(first, VERSIONS) },
  'FindingVersion.summary': { known: () => ({ bytes: SUMMARY }) },
  'FindingVersion.tags': list(4),
  'FindingVersion.claims': list(CLAIMS),
  'FindingVersion.runs': list(1 + FURTHER_RUNS),
  'Finding.evidence': list(EVIDENCE),
  'Finding.forks': list(FORKS),
  'Finding.lineage': list(FORKS),
  // Joins the effects of up to 16 runs.
  'Finding.similar': { times: ({ first }) => first, known: () => ({ cells: 16 * CELLS }) },
  // Reads the prompts of two runs and joins their effects.
  'Finding.forkDifference': { known: () => ({ cells: 2 * CELLS }) },
  'DirectionDifference.added': list(1),
  'DirectionDifference.removed': list(1),
  'MetricSetDifference.added': list(2),
  'MetricSetDifference.removed': list(2),
  'SweepDifference.added': list(SWEEPS),
  'SweepDifference.removed': list(SWEEPS),
  'PairDifference.added': list(PAIRS),
  'PairDifference.removed': list(PAIRS),
  'PairDifference.changed': list(PAIRS),
  'ClaimDifference.added': list(CLAIMS),
  'ClaimDifference.removed': list(CLAIMS),
  'ClaimDifference.changed': list(CLAIMS),
  'FindingDraft.tags': list(4),
  'FindingDraft.claims': list(CLAIMS),
  'FindingDraft.summary': { known: () => ({ bytes: SUMMARY }) },
  'Claim.verdicts': list(EVIDENCE + 1),
  'ReplicationComparison.metrics': list(2),
  'Finding.summary': { known: () => ({ bytes: SUMMARY }) },
  'Finding.summaryTree': { known: () => ({ bytes: 3 * SUMMARY }) },
  'Finding.thumbnail': NOTHING,
  'FindingCard.shape': list(2),
  'FindingCard.values': list(CELLS),
  'FindingCard.data': { known: () => ({ bytes: base64Length(CELLS) }) },
  'FindingCard.picture': { known: () => ({ bytes: base64Length(CELLS) }) },
  'FindingCard.topComponents': list(5),
  'FindingCard.directions': list(2),
  'FindingCard.clean': list(TOKENS),
  'FindingCard.corrupted': list(TOKENS),
  'FindingCard.differingPositions': list(4),
  'FindingCard.alignment': list(2),
  'FindingConnection.edges': NOTHING,
  'FindingFilters.models': list(10),
  'FindingFilters.tags': list(50),
  'FindingFilters.authors': list(50),
  'FindingFilters.kinds': list(16),
  'SearchInterpretation.words': list(4),
  'SearchInterpretation.tags': list(4),
  'SearchInterpretation.models': list(4),
  'SearchInterpretation.authors': list(2),
  'SearchInterpretation.verdicts': list(2),
  'SearchInterpretation.claims': list(2),
  'SearchInterpretation.conditions': list(4),
  'SearchInterpretation.problems': list(4),

  'Run.pairs': { times: ({ first }) => first ?? PAIRS },
  'Run.roles': list(4),
  'Run.tags': list(4),
  'PromptPair.roles': list(4),
  'Run.sweepKinds': list(SWEEPS),
  'Run.directions': list(2),
  'Run.metrics': list(2),
  'Run.circuits': list(4),
  'Run.sweeps': list(SWEEPS),
  'Run.sweep': NOTHING,
  'Run.attention': { known: () => ({ engineCalls: 1 }), exact: attendedTokens },
  'Run.topHeads': { times: ({ k }) => k, exact: (run, args, context) => readOfKind(run, args, context) },
  'Run.jointPatches': list(JOINT_PATCHES),
  'JointPatch.sites': list(SITES),
  'JointPatch.donors': list(PAIRS),
  'JointPatch.results': { times: () => 2, exact: readOfJointPatch },
  'JointPatch.controls': list(2),
  'JointPatch.predictions': { known: () => ({ engineCalls: 3 }), exact: predictedTokens },
  'JointResult.base': list(PAIRS),
  'JointResult.source': list(PAIRS),
  'JointResult.patched': list(PAIRS),
  'JointResult.singles': list(SITES * PAIRS),
  'JointResult.perPrompt': list(PAIRS),
  'JointEffect.singles': list(SITES),
  'Run.edges': NOTHING,
  'RunConnection.edges': NOTHING,
  'RunProgress.finishedSweeps': list(SWEEPS),
  'PromptPair.cleanTokens': list(TOKENS),
  'PromptPair.corruptedTokens': list(TOKENS),
  'PromptPair.differingPositions': list(4),
  'PromptPair.alignment': list(2),
  'Baseline.perPrompt': list(PAIRS),
  'Provenance.checks': list(SWEEPS + 3),
  'LogitLens.stages': list(13),
  'LogitLens.prompts': list(PAIRS),
  'PromptLens.tokens': list(TOKENS),
  'PromptLens.logitDiff': list(13 * TOKENS),
  'PromptLens.logProb': list(13 * TOKENS),
  'PromptLens.rank': list(13 * TOKENS),
  'PromptLens.predictions': list(13 * TOKENS),
  'Intervention.results': list(2),
  'Intervention.donors': list(PAIRS),
  'MetricResult.base': list(PAIRS),
  'MetricResult.source': list(PAIRS),
  'MetricResult.patched': list(PAIRS),
  // The engine limits the operations of all sites together.
  'MetricResult.layerSingles': { times: () => CELLS, known: () => ({ engineCalls: 1 }) },
  'MetricResult.singles': { times: () => CELLS, known: () => ({ engineCalls: 1 }) },
  'Attribution.heads': list(CELLS),
  'Attribution.headsBySource': list(PAIRS * CELLS),
  'Attribution.neurons': { times: ({ top }) => top, known: () => ({ engineCalls: 1 }) },
  'NeuronShare.perPrompt': list(PAIRS),
  'Attribution.mlps': list(CELLS),
  'Attribution.attnBias': list(CELLS),
  'Attribution.embed': list(PAIRS),
  'Attribution.posEmbed': list(PAIRS),
  'Attribution.bias': list(PAIRS),
  'AttentionPattern.tokens': list(TOKENS),
  'AttentionPattern.values': list(CELLS),
  'AttentionPattern.data': { known: () => ({ bytes: base64Length(CELLS / 2) }), exact: bytesOfPattern },

  'User.accessTokens': list(20),
  'User.sessions': list(20),
  'User.notifications': { times: ({ first }) => first },
  'User.stars': { times: ({ first }) => first },
  'Sweep.axes': list(4),
  'Sweep.shape': list(4),
  'Sweep.values': { times: () => CELLS, exact: readOfSweep },
  'Sweep.data': { known: () => ({ bytes: base64Length(CELLS) }), exact: readOfSweep },
  'Sweep.perPrompt': {
    known: ({ first }) => ({ bytes: base64Length(CELLS * (first ?? PAIRS)) }),
    exact: readOfSweep,
  },
  'Sweep.unpatched': NOTHING,
  'UnpatchedMetric.perPrompt': { times: ({ first }) => first ?? PAIRS },
  'Sweep.computed': { known: () => ({ bytes: CELLS * (4 / 3) }), exact: cellsOfSweep },
  'Sweep.top': { times: ({ k }) => k, exact: readOfSweep },
  'Sweep.cell': { exact: readOfSweep },
  'Sweep.cellMetrics': { times: () => 2, exact: readOfMetrics },
  'Sweep.statistics': { exact: readOfStatistics },
  // The other run has as many values, or is refused.
  'Sweep.paired': { exact: readOfPaired },
  'Sweep.cellStatistics': { exact: readOfCellStatistics },
  'SweepStatistics.count': { known: () => ({ bytes: base64Length(CELLS) }) },
  'SweepStatistics.mean': { known: () => ({ bytes: base64Length(CELLS) }) },
  'SweepStatistics.standardError': { known: () => ({ bytes: base64Length(CELLS) }) },
  'SweepStatistics.t': { known: () => ({ bytes: base64Length(CELLS) }) },
  'SweepStatistics.signShare': { known: () => ({ bytes: base64Length(CELLS) }) },
  'SweepStatistics.p': { known: () => ({ bytes: base64Length(CELLS) }) },
  'SweepStatistics.adjusted': { known: () => ({ bytes: base64Length(CELLS) }) },
  'SweepStatistics.significant': { known: () => ({ bytes: CELLS * (4 / 3) }) },
  'CellStatistics.histogram': list(12),
  'CellStatistics.lowest': { times: ({ first }) => first },
  'CellStatistics.highest': { times: ({ first }) => first },
  'CellStatistics.facets': list(8),
  'Sweep.patched': { known: () => ({ engineCalls: 3 }), exact: patchedTokens },
  'HeadEdges.finishedLayers': list(LAYERS),
  'HeadEdges.shape': list(5),
  'HeadEdges.data': { known: () => ({ bytes: base64Length(EDGES) }), exact: readOfEdges },
  'HeadEdges.unpatched': NOTHING,
  'HeadEdges.top': { times: ({ k }) => k, exact: readOfEdges },
  'Axis.steps': list(TOKENS),
  'Axis.labels': list(TOKENS),
  'CellDetail.perPrompt': list(PAIRS),
  'PatchedPredictions.base': list(10),
  'PatchedPredictions.source': list(10),
  'PatchedPredictions.patched': list(10),

  'RunPreview.pairs': list(PAIRS),
  'UnusablePairs.counts': list(2),
  'UnusablePairs.pairs': {
    times: ({ first }) => first,
    known: ({ first }) => ({ bytes: first * 2 * CHARACTERS_PER_PAIR }),
  },
  'RunPreview.issues': list(4),
  'RunPreview.warnings': list(4),
  'PairPreview.cleanTokens': list(TOKENS),
  'PairPreview.corruptedTokens': list(TOKENS),
  'PromptPair.correctSet': list(1),
  'PromptPair.incorrectSet': list(1),
  'PromptPair.correctTokens': list(1),
  'PromptPair.incorrectTokens': list(1),
  'WholeAnswers.correct': list(2),
  'WholeAnswers.incorrect': list(2),
  'PairPreview.correctTokens': list(1),
  'PairPreview.incorrectTokens': list(1),
  'PairPreview.differingPositions': list(4),
  'PairPreview.alignment': list(2),
  'Preset.pairs': list(PAIRS),
  'Preset.sweeps': list(SWEEPS),

  'Verification.rows': list(30),
};

/** Characters of all texts of the pairs; an answer is null, a text or a list of texts. */
function countCharacters(input: {
  pairs?: readonly Record<string, string | readonly string[] | null>[] | null;
}): number {
  const texts = (input.pairs ?? []).flatMap(({ rule: _rule, ...pair }) => Object.values(pair).flat());
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** Characters of the texts of a collection. */
function countItems({ items }: { items: readonly { text?: string | null }[] }): number {
  return items.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
}

function base64Length(cells: number): number {
  return cells * 4 * (4 / 3);
}

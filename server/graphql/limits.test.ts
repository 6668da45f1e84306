/** The numbers in the API's descriptions are those of domain/limits.ts. */
import { isInputObjectType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import * as limits from '../../domain/limits';
import { MIN_STOP_PAIRS } from '../../domain/stop-rule';
import { schema } from './schema';

/** Description of `Type.field`, `Type.field(argument:)` or an input's field. */
function findDescription(coordinate: string): string {
  const [, typeName, fieldName, argumentName] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate)!;
  const type = schema.getType(typeName!);
  if (!isObjectType(type) && !isInputObjectType(type)) throw new Error(`no type ${typeName}`);
  const field = type.getFields()[fieldName!];
  const described =
    argumentName === undefined || !field || !('args' in field)
      ? field
      : field.args.find(({ name }) => name === argumentName);
  if (!described?.description) throw new Error(`${coordinate} has no description`);
  return described.description;
}

it.each<[coordinate: string, numbers: number[]]>([
  ['CreateRunInput.pairs', [1, limits.MAX_RUN_PAIRS]],
  ['CreateRunInput.promptSet', [1, limits.MAX_RUN_PAIRS]],
  ['CreateRunInput.promptSetPairs', [1, limits.MAX_RUN_PAIRS]],
  ['StopWhenInput.minPairs', [MIN_STOP_PAIRS]],
  ['CreateRunInput.stopWhen', [limits.MAX_PAIRS]],
  ['CreateRunInput.filter', [limits.MAX_MEASURED_PAIRS]],
  ['Query.previewBaselines', [limits.MAX_MEASURED_PAIRS]],
  ['BaselinesPreview.tried', [limits.MAX_MEASURED_PAIRS]],
  ['PreviewBaselinesInput.pairs', [1, limits.MAX_SET_PAIRS]],
  ['CreatePromptSetInput.name', [limits.MAX_SET_NAME]],
  ['CreatePromptSetInput.description', [limits.MAX_SET_DESCRIPTION]],
  ['CreatePromptSetInput.source', [limits.MAX_SET_SOURCE]],
  ['CreatePromptSetInput.licence', [limits.MAX_SET_SOURCE]],
  ['CreatePromptSetInput.pairs', [1, limits.MAX_SET_PAIRS]],
  ['FamilyInput.count', [1, limits.MAX_SET_PAIRS]],
  ['PromptSet.pairs(first:)', [1, limits.MAX_LISTED_PAIRS]],
  ['Mutation.createPromptSet', [limits.MAX_PROMPT_SETS]],
  ['Mutation.editPromptSet', [limits.MAX_SET_VERSIONS]],
  ['Query.promptSets(search:)', [limits.MAX_SEARCH]],
  ['InterveneInput.pairs', [1, limits.MAX_PAIRS]],
  ['InterveneInput.sites', [1, limits.MAX_INTERVENED_SITES]],
  ['PatchTogetherInput.sites', [1, limits.MAX_JOINT_SITES]],
  ['PatchTogetherInput.title', [limits.MAX_JOINT_PATCH_TITLE]],
  ['Mutation.patchTogether', [limits.MAX_JOINT_PATCHES]],
  ['NoiseInput.samples', [1, limits.MAX_NOISE_SAMPLES]],
  ['Query.attribution(pairs:)', [1, limits.MAX_PAIRS]],
  ['EvaluateCircuitInput.pairs', [1, limits.MAX_PAIRS]],
  ['NeuronsInput.pairs', [1, limits.MAX_PAIRS]],
  ['NeuronsInput.top', [1, limits.MAX_NEURONS]],
  ['Query.evaluateClaims(claims:)', [1, limits.MAX_CLAIMS, limits.MAX_CLAIM_LENGTH, limits.MAX_CLAIM_VALUES]],
  ['PublishFindingInput.claims', [limits.MAX_CLAIMS]],
  ['Finding.evidence', [limits.MAX_EVIDENCE]],
  ['Finding.forks', [limits.MAX_LINEAGE]],
  ['Finding.lineage', [limits.MAX_LINEAGE]],
  ['Finding.similar(first:)', [1, limits.MAX_SIMILAR]],
  ['Head.claims', [limits.MAX_HEAD_CLAIMS]],
  ['Mutation.createCollection', [limits.MAX_COLLECTIONS]],
  ['Mutation.shareCollection(editors:)', [limits.MAX_COLLECTION_EDITORS]],
  ['CollectionInput.title', [limits.MAX_COLLECTION_TITLE]],
  ['CollectionInput.items', [limits.MAX_COLLECTION_ITEMS]],
  ['CollectionItemInput.text', [limits.MAX_COLLECTION_TEXT]],
  ['Mutation.replicateFinding', [limits.MAX_EVIDENCE]],
  ['Mutation.attachEvidence', [limits.MAX_EVIDENCE]],
  ['Mutation.attachEvidence(note:)', [limits.MAX_EVIDENCE_NOTE]],
  ['Mutation.respondToEvidence(response:)', [limits.MAX_EVIDENCE_NOTE]],
  ['Mutation.addComment', [limits.MAX_COMMENTS, limits.MAX_REPLIES]],
  ['Mutation.addComment(text:)', [limits.MAX_COMMENT, limits.MAX_MENTIONS]],
  ['Mutation.report(reason:)', [limits.MAX_REASON]],
  ['Mutation.hideComment(reason:)', [limits.MAX_REASON]],
  ['Query.mentionableUsers', [limits.MAX_MENTIONABLE]],
  ['Comment.replies', [limits.MAX_REPLIES]],
  ['Finding.comments(first:)', [1, limits.MAX_PAGE]],
  ['User.notifications(first:)', [1, limits.MAX_PAGE]],
  ['User.stars(first:)', [1, limits.MAX_PAGE]],
  ['Query.reports(first:)', [1, limits.MAX_PAGE]],
  ['Query.auditEntries(first:)', [1, limits.MAX_PAGE]],
  ['SaveCircuitInput.name', [1, limits.MAX_CIRCUIT_NAME]],
  ['Mutation.saveCircuit', [limits.MAX_STORED_CIRCUITS]],
  ['CircuitEvaluation.completeness(knockouts:)', [0, limits.MAX_KNOCKOUTS]],
  ['CircuitEvaluation.completeness(greedySteps:)', [0, limits.MAX_KNOCKOUTS]],
  ['CircuitEvaluation.completeness(candidates:)', [1, limits.MAX_CANDIDATES]],
  ['CircuitEvaluation.minimality(others:)', [0, limits.MAX_CANDIDATES]],
  ['CircuitInput.edges', [limits.MAX_CIRCUIT_EDGES]],
  ['CircuitEvaluation.curve(edgeOrder:)', [limits.MAX_CIRCUIT_EDGES]],
  ['CircuitCurve.edgeOrder', [limits.MAX_LISTED_MEMBERS]],
  ['CircuitEvaluation.curve(fractions:)', [limits.MAX_CURVE_SIZES]],
  ['CircuitEvaluation.curve(sizes:)', [limits.MAX_CURVE_SIZES]],
  ['CircuitEvaluation.curve(randomCircuits:)', [0, limits.MAX_RANDOM_CIRCUITS]],
  ['Attribution.neurons(top:)', [1, limits.MAX_RANKED]],
  ['Query.logitLens(pairs:)', [1, limits.MAX_PAIRS]],
  ['Query.logitLens(top:)', [1, limits.MAX_LENS_TOKENS]],
  ['CreateRunInput.sweeps', [limits.MAX_SWEEP_CELLS, limits.MAX_SWEEP_VALUES]],
  ['FamilyInput.definition', [limits.MAX_DEFINITION]],
  ['Query.readFamily(definition:)', [limits.MAX_DEFINITION]],
  ['Query.readFamily(first:)', [0, limits.MAX_SAMPLED_PAIRS]],
  ['RoleInput.name', [limits.MAX_ROLE_NAME, limits.MAX_ROLES]],
  ['RoleInput.cleanPositions', [limits.MAX_ROLE_TOKENS, limits.MAX_TOKENS_OF_ROLES]],
  ['EditRunInput.title', [limits.MAX_RUN_TITLE]],
  ['EditRunInput.notes', [limits.MAX_NOTES]],
  ['Run.pairs', [limits.MAX_PAIRS]],
  ['Run.pairs(first:)', [1, limits.MAX_PAIRS]],
  ['UnpatchedMetric.perPrompt(first:)', [1, limits.MAX_PAIRS]],
  ['Sweep.perPrompt(first:)', [1, limits.MAX_PAIRS]],
  ['Run.topHeads(k:)', [1, limits.MAX_RANKED]],
  ['Sweep.top(k:)', [1, limits.MAX_RANKED]],
  ['Sweep.values', [limits.MAX_JSON_VALUES]],
  ['CellStatistics.lowest(first:)', [1, limits.MAX_EXTREME_PROMPTS]],
  ['CellStatistics.highest(first:)', [1, limits.MAX_EXTREME_PROMPTS]],
  ['PublishFindingInput.title', [limits.MIN_FINDING_TITLE, limits.MAX_FINDING_TITLE]],
  ['PublishFindingInput.summary', [limits.MAX_SUMMARY]],
  ['PublishFindingInput.tags', [limits.MAX_TAGS]],
  ['PublishFindingInput.furtherRuns', [limits.MAX_FURTHER_RUNS]],
  ['FurtherRunInput.label', [limits.MAX_FURTHER_RUN_LABEL]],
  ['EditFindingInput.addRuns', [limits.MAX_FURTHER_RUNS]],
  ['EditFindingInput.reason', [limits.MAX_EDIT_REASON]],
  ['Finding.furtherRuns', [limits.MAX_FURTHER_RUNS]],
  ['Finding.versions(first:)', [1, limits.MAX_PAGE]],
  ['Mutation.withdrawFinding(reason:)', [limits.MAX_WITHDRAWAL_REASON]],
  ['FindingFilters.tags', [limits.MAX_FILTER_OPTIONS]],
  ['FindingFilters.authors', [limits.MAX_FILTER_OPTIONS]],
  ['HeadEffects.recoveries', [limits.MAX_HEAD_EFFECTS]],
  ['HeadGrid.findings', [limits.MAX_HEAD_FINDINGS]],
  ['Head.findings(first:)', [1, limits.MAX_PAGE]],
  ['Query.findings(search:)', [limits.MAX_EFFECTS]],
  ['Query.findings(first:)', [1, limits.MAX_PAGE]],
  ['Query.runs(first:)', [1, limits.MAX_PAGE]],
  ['Query.tokenize(text:)', [limits.MAX_TOKENIZED_TEXT]],
  ['Query.readPrompts', [limits.MAX_PROMPT_TEXT, limits.MAX_PROMPT_ROWS]],
  ['PromptPairInput.correctSet', [limits.MAX_ANSWER_TOKENS]],
  ['Query.predict(top:)', [1, limits.MAX_PREDICTIONS]],
  ['Query.run(settleMs:)', [limits.MAX_SETTLE_MS]],
  ['Mutation.importRun', [limits.MAX_IMPORT_BYTES]],
  ['Query.checkFile', [limits.MAX_IMPORT_BYTES]],
  ['Mutation.createAccessToken', [limits.MAX_ACCESS_TOKENS]],
  ['Mutation.createAccessToken(name:)', [1, limits.MAX_ACCESS_TOKEN_NAME]],
  ['Mutation.renameViewer(name:)', [1, limits.MAX_USER_NAME]],
])('%s states its limit', (coordinate, numbers) => {
  const stated = findDescription(coordinate)
    .replaceAll(/(\d),(?=\d{3})/g, '$1')
    .match(/\d+(\.\d+)?/g);
  expect(stated?.map(Number)).toEqual(expect.arrayContaining(numbers));
});

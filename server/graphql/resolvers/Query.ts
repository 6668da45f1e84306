import { MAX_LENS_TOKENS, MAX_PREDICTIONS, MAX_TOKENIZED_TEXT } from '../../../domain/limits';
import { findReadableRun } from '../../accounts/visibility';
import { describeEngine } from '../../engine-status';
import { badUserInput } from '../../errors';
import { countHeadFindings, findHead } from '../../gallery/head-effects';
import { interpretSearch } from '../../gallery/interpret-search';
import { findFinding } from '../../gallery/find-finding';
import { listFindings } from '../../gallery/list';
import { CATALOGUE } from '../../models/hub/catalogue';
import { evaluateCircuit } from '../../runs/circuits/evaluate';
import { evaluateClaims } from '../../runs/claims/evaluate';
import { listRuns } from '../../runs/manage/list';
import { settle } from '../../runs/queue/progress';
import { attribute } from '../../runs/inspect/attribute';
import { intervene } from '../../runs/inspect/intervene';
import { readLogitLens } from '../../runs/inspect/logit-lens';
import { patchNeurons } from '../../runs/inspect/neurons';
import { predict, tokenize } from '../../runs/inspect/predict';
import { PRESETS } from '../../../domain/presets';
import { previewRun } from '../../runs/submit/submit';
import { differingPositions } from '../../runs/submit/validate-pairs';
import { checkCount, connectionOf } from '../connection';
import type { QueryResolvers } from '../generated/resolvers';
import { readRunInput } from '../run-input';
import { baselineOf } from './Run';

export const Query: QueryResolvers = {
  models: (_, __, { services }) => services.models.list(),

  installableModels: async (_, __, { services }) => [...CATALOGUE, ...(await services.installer.others())],
  isAdministrator: (_, __, { requester }) => requester.isAdministrator,

  async tokenize(_, { model, text, prependBos }, { services }) {
    if (text.length > MAX_TOKENIZED_TEXT) {
      const message = `The text is ${text.length} characters long; tokenise up to ${MAX_TOKENIZED_TEXT} at a time.`;
      throw badUserInput([{ path: 'text', message }]);
    }
    return tokenize(services, { model, text, prependBos });
  },

  predict(_, { model, prompt, top, prependBos }, { services }) {
    checkCount('top', top, MAX_PREDICTIONS);
    return predict(services, { model, prompt, top, prependBos });
  },

  async previewRun(_, { input }, { services }) {
    const preview = await previewRun(services, readRunInput(input));
    const { baseline } = preview;
    return {
      pairs: preview.pairs.map((pair) => ({
        cleanTokens: pair.clean,
        corruptedTokens: pair.corrupted,
        correctTokens: pair.correct,
        incorrectTokens: pair.incorrect,
        differingPositions: differingPositions(pair.clean, pair.corrupted),
      })),
      issues: preview.issues,
      warnings: preview.warnings,
      baseline: baseline && baselineOf(baseline, input.directions?.[0] ?? input.direction),
      estimatedMs: preview.estimate?.estimatedMs ?? null,
      plannedFlops: preview.estimate?.flops ?? null,
    };
  },

  intervene: (_, { input }, { services, signal }) => intervene(services, input, signal),
  neurons: (_, { input }, { services, requester, signal }) =>
    patchNeurons(services, requester, input, signal),
  evaluateCircuit: (_, { input }, { services, requester, signal }) =>
    evaluateCircuit(services, requester, input, signal),
  async evaluateClaims(_, { runId, claims }, { services, requester }) {
    await findReadableRun(services.db, requester, runId);
    return evaluateClaims(services.db, runId, claims);
  },
  logitLens(_, request, { services, signal }) {
    checkCount('top', request.top, MAX_LENS_TOKENS);
    return readLogitLens(services, request, signal);
  },
  attribution: (_, request, { services, signal }) => attribute(services, request, signal),

  async run(_, { id, settleMs }, { services, requester, loaders, signal }) {
    if (settleMs > 0) await settle(services, requester, id, settleMs, signal);
    return loaders.run.load(id);
  },
  jointPatch: (_, { id }, { loaders }) => loaders.jointPatch.load(id),
  runs: async (_, { first, after, model, mine, status }, { services, requester, viewerId }) =>
    connectionOf(
      await listRuns(services, requester, {
        first,
        after: after ?? null,
        model: model ?? null,
        owner: mine ? { id: viewerId } : null,
        status: status ?? null,
      }),
    ),

  finding: (_, { slug }, { services }) => findFinding(services, slug),
  async findings(_, { first, after, search, tag, model, author, sort }, { services }) {
    const filter = {
      first,
      after: after ?? null,
      search: search ?? null,
      tag: tag ?? null,
      model: model ?? null,
      author: author ?? null,
      sort,
    };
    const page = await listFindings(services, filter);
    return { ...connectionOf(page), interpretation: interpretSearch(filter.search ?? '') };
  },
  head: (_, { model, layer, head }, { services }) => findHead(services.db, model, layer, head),
  headGrid: (_, wanted, { services }) => countHeadFindings(services.db, wanted),
  findingFilters: (_, __, { services }) => services.filterCounts.read(),

  presets: () => PRESETS,
  viewer: (_, __, { viewerId, loaders }) => (viewerId === null ? null : loaders.user.load(viewerId)),

  seeding: (_, __, { services }) => services.seeding.isUnderWay,

  signInOptions: (_, __, { services: { config, mailer } }) => ({
    guests: config.allowGuests,
    signUp: config.allowSignUp,
    mail: mailer.isConfigured,
    github: config.github !== null,
  }),
  engine: (_, __, { services, requester }) => describeEngine(services.engine, requester.isAdministrator),
};

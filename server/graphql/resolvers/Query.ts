import { MAX_LENS_TOKENS, MAX_PREDICTIONS, MAX_TOKENIZED_TEXT } from '../../../domain/limits';
import { findReadableRun } from '../../accounts/visibility';
import { listAuditEntries } from '../../community/audit';
import { readOpenComment } from '../../discussion/find-comment';
import { listMentionable } from '../../discussion/mentionable';
import { listReports } from '../../discussion/reports';
import { describeEngine } from '../../engine-status';
import { badUserInput } from '../../errors';
import { findCollection, listCollections } from '../../gallery/collections/read';
import { findPerson } from '../../gallery/person';
import { countHeadFindings, findHead } from '../../gallery/head-effects';
import { interpretSearch } from '../../gallery/interpret-search';
import { findFinding } from '../../gallery/find-finding';
import { listFindings } from '../../gallery/list';
import { previewText } from '../../gallery/parse-summary';
import { CATALOGUE } from '../../models/hub/catalogue';
import { evaluateCircuit } from '../../runs/circuits/evaluate';
import { evaluateClaims } from '../../runs/claims/evaluate';
import { listRuns } from '../../runs/manage/list';
import { checkFile } from '../../runs/exchange/import';
import { settle } from '../../runs/queue/progress';
import { attribute } from '../../runs/inspect/attribute';
import { intervene } from '../../runs/inspect/intervene';
import { readLogitLens } from '../../runs/inspect/logit-lens';
import { patchNeurons } from '../../runs/inspect/neurons';
import { predict, tokenize } from '../../runs/inspect/predict';
import { readPrompts } from '../../prompts/read/read-prompts';
import { sampleFamily } from '../../prompts/families/sample';
import { findSet } from '../../prompts/sets/find';
import { listPromptSets } from '../../prompts/sets/list';
import { FAMILIES } from '../../../domain/prompts/families/built-in';
import { PRESETS } from '../../../domain/presets';
import { checkCount, toConnection } from '../connection';
import type { QueryResolvers } from '../generated/resolvers';
import { describeFile } from '../describe-file';
import { describeWorkers } from '../describe-workers';
import { previewBaselines } from '../preview-baselines';
import { answerPreview } from '../preview-run';

export const Query: QueryResolvers = {
  administration: () => ({ at: new Date() }),
  checkFile: async (_, { json }, { services }) => describeFile(await checkFile(services, json)),
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

  previewText: async (_, { text }, { signal }) => JSON.stringify(await previewText(text, signal)),

  async readPrompts(_, { text, format, model, columns, options, idsOf, prependBos }, { services, signal }) {
    const request = {
      text,
      format: format ?? null,
      model,
      columns: columns ?? [],
      options,
      idsOf: idsOf ?? null,
      prependBos,
    };
    const { suggestions, ...reading } = await readPrompts(services, request, signal);
    const nothing = { option: null, columns: null, idsOf: null };
    return { ...reading, suggestions: suggestions.map((suggestion) => ({ ...nothing, ...suggestion })) };
  },

  predict(_, { model, prompt, top, prependBos }, { services }) {
    checkCount('top', top, MAX_PREDICTIONS);
    return predict(services, { model, prompt, top, prependBos });
  },

  previewRun: (_, { input }, { services, requester, signal }) =>
    answerPreview(services, requester, input, signal),

  previewBaselines: (_, { input }, { services, requester, signal }) =>
    previewBaselines(services, requester, input, signal),

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
  runs: async (_, { first, after, model, mine, status, search, tag }, { services, requester, viewerId }) =>
    toConnection(
      await listRuns(services, requester, {
        first,
        after: after ?? null,
        model: model ?? null,
        owner: mine ? { id: viewerId } : null,
        status: status ?? null,
        search: search ?? null,
        tag: tag ?? null,
      }),
    ),

  finding: (_, { slug }, { services, requester }) => findFinding(services, requester, slug),
  comment: (_, { id }, { services, requester }) => readOpenComment(services.db, requester, id),
  mentionableUsers: (_, { findingId, name }, { services, requester }) =>
    listMentionable(services.db, requester, findingId, name),
  workers: (_, __, { services }) => describeWorkers(services.cluster),
  reports: async (_, { first, after, open }, { services }) =>
    toConnection(await listReports(services.db, { first, after: after ?? null, open })),
  auditEntries: async (_, { first, after }, { services }) =>
    toConnection(await listAuditEntries(services.db, { first, after: after ?? null })),
  async findings(_, { first, after, search, tag, model, author, kind, verdict, sort }, { services }) {
    const filter = {
      first,
      after: after ?? null,
      search: search ?? null,
      tag: tag ?? null,
      model: model ?? null,
      author: author ?? null,
      kind: kind ?? null,
      verdict: verdict ?? null,
      sort,
    };
    const page = await listFindings(services, filter);
    return { ...toConnection(page), interpretation: interpretSearch(filter.search ?? '') };
  },
  head: (_, { model, layer, head }, { services }) => findHead(services.db, model, layer, head),
  person: (_, { id }, { services, requester }) => findPerson(services.db, requester, id),
  collection: (_, { id }, { services, requester }) => findCollection(services.db, requester, id),
  collections: async (_, { first, after, mine, owner }, { services, requester }) =>
    toConnection(
      await listCollections(services.db, requester, {
        first,
        after: after ?? null,
        mine,
        owner: owner ?? null,
      }),
    ),
  headGrid: (_, { direction, ...wanted }, { services }) =>
    countHeadFindings(services.db, { ...wanted, direction: direction ?? null }),
  findingFilters: (_, __, { services }) => services.filterCounts.read(),

  presets: () => PRESETS,
  promptSet: (_, { id }, { services, requester }) => findSet(services.db, requester, id),
  promptSets: async (_, { first, after, search, mine }, { services, requester }) =>
    toConnection(await listPromptSets(services, requester, { first, after: after ?? null, search, mine })),
  promptFamilies: () => FAMILIES,
  readFamily: (_, { definition, corruption, seed, first }) =>
    sampleFamily(definition, { corruption: corruption ?? null, seed, first }),
  viewer: (_, __, { viewerId, loaders }) => (viewerId === null ? null : loaders.user.load(viewerId)),

  seeding: (_, __, { services }) => services.seeding.isUnderWay,

  signInOptions: (_, __, { services: { config, mailer } }) => ({
    guests: config.allowGuests,
    signUp: config.allowSignUp,
    mail: mailer.isConfigured,
    github: config.github !== null,
    guestRunDays: config.guestRunDays,
  }),
  engine: (_, __, { services, requester }) => describeEngine(services.engine, requester.isAdministrator),
};

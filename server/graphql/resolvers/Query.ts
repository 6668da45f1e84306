import { badUserInput } from '../../errors';
import { findFinding, listFindings } from '../../gallery/list';
import { CATALOGUE } from '../../models/catalogue';
import { listRuns } from '../../runs/list';
import { settle } from '../../runs/progress';
import { predict } from '../../runs/predict';
import { PRESETS } from '../../runs/presets';
import { previewRun } from '../../runs/submit';
import { differingPositions } from '../../runs/validate';
import { checkCount, connectionOf } from '../connection';
import type { QueryResolvers } from '../generated/resolvers';
import { baselineOf } from './Run';

const MAX_TEXT = 100_000;

/** A request holds a connection while it waits. */
const LONGEST_SETTLE_MS = 1000;

export const Query: QueryResolvers = {
  models: (_, __, { services }) => services.models.list(),

  installableModels: async (_, __, { services }) => [...CATALOGUE, ...(await services.installer.others())],
  isAdministrator: (_, __, context) => context.isAdministrator,

  async tokenize(_, { model, text, prependBos }, { services }) {
    if (text.length > MAX_TEXT) {
      const message = `The text is ${text.length} characters long; tokenise up to ${MAX_TEXT} at a time.`;
      throw badUserInput([{ path: 'text', message }]);
    }
    return (await services.models.tokenizer(model)).tokens(text, prependBos);
  },

  predict(_, { model, prompt, top, prependBos }, { services }) {
    checkCount('top', top, 100);
    return predict(services, { model, prompt, top, prependBos });
  },

  async previewRun(_, { input }, { services }) {
    const preview = await previewRun(services, input);
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
      baseline: baseline && baselineOf(baseline, input.direction),
      estimatedMs: preview.estimate?.estimatedMs ?? null,
    };
  },

  async run(_, { id, settleMs }, { services, loaders }) {
    if (settleMs > 0) await settle(services, id, Math.min(settleMs, LONGEST_SETTLE_MS));
    return loaders.run.load(id);
  },
  runs: async (_, { first, after, model, mine }, { services, viewerId }) =>
    connectionOf(
      await listRuns(services, {
        first,
        after: after ?? null,
        model: model ?? null,
        owner: mine ? { id: viewerId } : null,
      }),
    ),

  finding: (_, { slug }, { services }) => findFinding(services, slug),
  findings: async (_, { first, after, search, tag, model }, { services }) =>
    connectionOf(
      await listFindings(services, {
        first,
        after: after ?? null,
        search: search ?? null,
        tag: tag ?? null,
        model: model ?? null,
      }),
    ),

  presets: () => PRESETS,
  viewer: (_, __, { viewerId, loaders }) => (viewerId === null ? null : loaders.user.load(viewerId)),

  seeding: (_, __, { services }) => services.seeding.isUnderWay,

  engine(_, __, { services: { engine } }) {
    if (engine === null) {
      const reason = 'This site runs without an engine and shows saved results only.';
      return { available: false, state: 'disabled', provider: null, reason };
    }
    const { state, provider, reason } = engine.status();
    return { available: state === 'ready', state, provider, reason };
  },
};

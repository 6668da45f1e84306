import { findFamily } from '../../../domain/prompts/families/built-in';
import { MAX_LISTED_PAIRS } from '../../../domain/limits';
import { badUserInput } from '../../errors';
import { findSet, readSetPairs } from '../../prompts/sets/find';
import { decodeFamily } from '../../prompts/sets/family-column';
import { listRunsOfSet } from '../../prompts/sets/list';
import { canDeleteSet } from '../../prompts/sets/store';
import { checkSetPairs, findUsableAsWhole, tokenizeSetPairs } from '../../prompts/sets/tokenize';
import { decodeVisibility } from '../../prompts/sets/visible';
import { checkCount, toConnection } from '../connection';
import type { PromptSetResolvers } from '../generated/resolvers';

export const PromptSet: PromptSetResolvers = {
  id: ({ set }) => set.id,
  version: ({ version }) => version.number,
  latestVersion: async ({ set }, _, { services: { db } }) => {
    const { _max } = await db.promptSetVersion.aggregate({
      where: { setId: set.id },
      _max: { number: true },
    });
    return _max.number ?? 1;
  },
  name: ({ version }) => version.name,
  description: ({ version }) => version.description,
  source: ({ version }) => version.source,
  licence: ({ version }) => version.licence,
  visibility: ({ set }) => decodeVisibility(set.visibility),
  owner: async ({ set }, _, { loaders }) => (await loaders.user.load(set.ownerId))!,
  isMine: ({ set }, _, { viewerId }) => set.ownerId === viewerId,
  canDelete: ({ set }, _, { requester }) => canDeleteSet(set, requester),
  createdAt: ({ set }) => set.createdAt,
  versionCreatedAt: ({ version }) => version.createdAt,
  versions: ({ set }, _, { services: { db } }) =>
    db.promptSetVersion.findMany({ where: { setId: set.id }, orderBy: { number: 'desc' } }),
  forkedFrom: ({ set }, _, { services, requester }) =>
    set.forkedFrom === null ? null : findSet(services.db, requester, set.forkedFrom),
  family({ version }) {
    if (version.family === null) return null;
    const { family, definition, ...generated } = decodeFamily(version.family);
    const builtIn = family === undefined ? null : findFamily(family);
    return { ...generated, family: builtIn ?? null, definition: definition ?? null };
  },
  pairCount: ({ version }) => version.pairCount,

  async pairs({ version }, { first, offset, model, prependBos }, { services, signal }) {
    checkCount('first', first, MAX_LISTED_PAIRS);
    if (offset < 0)
      throw badUserInput([{ path: 'offset', message: `offset is ${offset}; it counts pairs from 0.` }]);
    const stored = (await readSetPairs(services.db, version)).slice(offset, offset + first);
    const tokenized =
      model == null ? null : await tokenizeSetPairs(services.models, model, stored, prependBos, signal);
    return stored.map(({ clean, corrupted, correct, incorrect, rule }, at) => ({
      index: offset + at,
      clean,
      corrupted,
      correct: correct[0]!,
      incorrect: incorrect[0]!,
      correctSet: correct.length > 1 ? correct : null,
      incorrectSet: incorrect.length > 1 ? incorrect : null,
      rule,
      cleanTokens: tokenized?.[at]!.clean ?? null,
      corruptedTokens: tokenized?.[at]!.corrupted ?? null,
      roles: tokenized?.[at]!.pair?.roles ?? [],
      problem: tokenized?.[at]!.refused?.reason ?? null,
      usableAsWhole: tokenized?.[at]!.isUsableAsWhole ?? false,
    }));
  },

  async check({ version }, { model, wholeAnswers }, { services, signal }) {
    const stored = await readSetPairs(services.db, version);
    const { pairs, refused } = await checkSetPairs(
      services.models,
      model,
      stored,
      { prependBos: true, wholeAnswers },
      signal,
    );
    const asWhole = wholeAnswers
      ? new Set()
      : await findUsableAsWhole(services.models, model, stored, refused, true, signal);
    const counts = new Map<number, number>();
    for (const { tokens } of pairs) counts.set(tokens, (counts.get(tokens) ?? 0) + 1);
    const lengths = [...counts].map(([tokens, count]) => ({ tokens, count }));
    return {
      usable: pairs.length,
      usableAsWhole: asWhole.size,
      lengths: lengths.toSorted((a, b) => b.count - a.count || a.tokens - b.tokens),
      refused,
    };
  },

  runs: async ({ set }, { first, after }, { services, requester }) =>
    toConnection(await listRunsOfSet(services, requester, set.id, { first, after: after ?? null })),
};

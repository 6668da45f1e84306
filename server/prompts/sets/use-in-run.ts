/** The pairs of a run: listed ones, or those of a prompt set. */
import type { Actor } from '../../accounts/policy';
import type { Config } from '../../config';
import type { Database } from '../../db';
import { isAppError, type InputIssue } from '../../errors';
import type { Models } from '../../models/registry/installed';
import type { PairInput } from '../../runs/submit/validate-pairs';
import { findSet, readSetPairs } from './find';
import { toPairInput, type StoredPair } from './stored-pair';
import type { Checked } from '../read/check-candidates';
import { checkSetPairs, type SetReading } from './tokenize';

/** The part of a run's input that says which pairs it has. */
export interface PairSource {
  readonly pairs?: readonly PairInput[] | null | undefined;
  /** `id` or `id@2`. */
  readonly promptSet?: string | null | undefined;
  /** Indices of pairs of the set, each once; all when left out. */
  readonly promptSetPairs?: readonly number[] | null | undefined;
  /** Model and BOS of the run: roles of a set become positions of its tokens. */
  readonly model: string;
  readonly prependBos: boolean;
  /** Whether answers of several tokens are read as a whole; false when left out. */
  readonly wholeAnswers?: boolean | undefined;
}

export interface SourcedPairs {
  readonly pairs: readonly PairInput[];
  /** The version that the pairs are from; null for listed pairs. */
  readonly promptSet: { readonly id: string; readonly version: number } | null;
  /** Index of each pair in that version; null for listed pairs. */
  readonly indices: readonly number[] | null;
  /** Why a run on all of these pairs is refused: pairs of the set that the model cannot use. Null when it can use all. */
  readonly refusal: InputIssue | null;
}

/** Finds the pairs of a run; returns problems of the input instead of throwing them. */
export async function findRunPairs(
  { db, models, config }: RunPairServices,
  actor: Actor,
  { pairs, promptSet, promptSetPairs, model, prependBos, wholeAnswers }: PairSource,
): Promise<SourcedPairs | { readonly issues: readonly InputIssue[] }> {
  const refuse = (path: string, message: string) => ({ issues: [{ path, message }] });
  if (pairs != null && promptSet != null)
    return refuse('promptSet', 'Both pairs and promptSet are given. Give one of them.');
  if (promptSetPairs != null && promptSet == null)
    return refuse('promptSetPairs', 'promptSetPairs chooses pairs of promptSet, which is not given.');
  if (pairs != null) return { pairs, promptSet: null, indices: null, refusal: null };
  if (promptSet == null)
    return refuse(
      'pairs',
      'There are no prompt pairs. Give pairs, or promptSet with the id of a prompt set.',
    );
  const found = await findSet(db, actor, promptSet);
  if (!found) return refuse('promptSet', `There is no prompt set '${promptSet}'.`);
  const { setId: id, number: version, name, pairCount } = found.version;
  const count = promptSetPairs?.length ?? pairCount;
  if (count > config.maxRunPairs) {
    const message =
      `The prompt set '${name}' has ${pairCount.toLocaleString('en')} pairs` +
      `${promptSetPairs ? `, and promptSetPairs names ${count.toLocaleString('en')} of them` : ''}; a run on this site takes up to ${config.maxRunPairs.toLocaleString('en')}. ` +
      'Choose up to as many with promptSetPairs, or use a smaller set.';
    return refuse(promptSetPairs ? 'promptSetPairs' : 'promptSet', message);
  }
  const stored = await readSetPairs(db, found.version);
  const chosen = promptSetPairs ?? [...stored.keys()];
  const seen = new Set<number>();
  const wrong = chosen.find((index) => !stored[index] || seen.size === seen.add(index).size);
  if (wrong !== undefined) {
    const message = stored[wrong]
      ? `The pair ${wrong} is named twice. Name it once.`
      : `The set has no pair ${wrong}; its pairs are 0 to ${pairCount - 1}.`;
    return refuse('promptSetPairs', message);
  }
  const used = chosen.map((index) => stored[index]!);
  const checked = await checkForModel(models, model, used, { prependBos, wholeAnswers });
  const path = promptSetPairs ? 'promptSetPairs' : 'promptSet';
  const isRefused = checked !== null && checked.refused.length > 0;
  const roles = new Map(checked?.pairs.map((pair) => [pair.row, [...pair.roles]]));
  return {
    pairs: used.map((pair, index) => ({ ...toPairInput(pair), roles: roles.get(index + 1) ?? [] })),
    promptSet: { id, version },
    indices: chosen,
    refusal: isRefused ? { path, message: describeRefused(checked, chosen, model) } : null,
  };
}

interface RunPairServices {
  readonly db: Database;
  readonly models: Pick<Models, 'info' | 'vocabulary' | 'tokenize'>;
  readonly config: Pick<Config, 'maxRunPairs'>;
}

/** What the model's tokenizer makes of the pairs; null for a model that cannot be used, which the run refuses by itself. */
async function checkForModel(
  models: RunPairServices['models'],
  model: string,
  pairs: readonly StoredPair[],
  reading: SetReading,
): Promise<Checked | null> {
  try {
    return await checkSetPairs(models, model, pairs, reading);
  } catch (error) {
    if (isAppError(error, 'MODEL_UNAVAILABLE')) return null;
    throw error;
  }
}

/** Refused pairs that are named. */
const MOST_NAMED = 3;

/** @param chosen indices in the set of the pairs that were checked. */
function describeRefused({ pairs, refused }: Checked, chosen: readonly number[], model: string): string {
  const named = refused
    .slice(0, MOST_NAMED)
    .map(({ row, reason }) => `Pair ${chosen[row - 1]!}: ${reason}`)
    .join(' ');
  const count = `${refused.length.toLocaleString('en')} of ${chosen.length.toLocaleString('en')} pairs cannot be used with ${model}.`;
  const advice =
    pairs.length === 0
      ? 'Choose a set for this tokenizer.'
      : `Set leaveOutUnusable to use the other ${pairs.length.toLocaleString('en')}, or name them in promptSetPairs; \`PromptSet.check\` lists the refused ones.`;
  return `${count} ${named}${refused.length > MOST_NAMED ? ' …' : ''} ${advice}`;
}

/** Creates, edits and deletes prompt sets. */
import { MAX_PROMPT_SETS, MAX_SET_VERSIONS } from '../../../domain/limits';
import type { Visibility } from '../../../domain/visibility';
import { authorize, isAuthorized, type Actor } from '../../accounts/policy';
import type { Database, PromptSet } from '../../db';
import { createId } from '../../create-id';
import { AppError, badUserInput } from '../../errors';
import type { Models } from '../../models/registry/installed';
import type { PairInput } from '../../runs/submit/validate-pairs';
import {
  checkPairs,
  findTextIssues,
  type CheckedPairs,
  type FamilyInput,
  type SetTexts,
} from './check-input';
import { findSet, readSetPairs, requireSet, type SetAtVersion } from './find';
import { placeRoles } from './place-roles';
import type { StoredPair } from './stored-pair';

export interface CreateSetInput extends SetTexts {
  readonly visibility: Visibility;
  readonly pairs?: readonly PairInput[] | null | undefined;
  readonly family?: FamilyInput | null | undefined;
  /** Model of the positions of roles, and whether BOS is position 0. */
  readonly model?: string | null | undefined;
  readonly prependBos: boolean;
  readonly forkedFrom?: string | null | undefined;
}

/** Null and undefined change nothing. */
export interface EditSetInput {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly source?: string | null | undefined;
  readonly licence?: string | null | undefined;
  readonly visibility?: Visibility | null | undefined;
  readonly pairs?: readonly PairInput[] | null | undefined;
  readonly family?: FamilyInput | null | undefined;
  readonly model?: string | null | undefined;
  readonly prependBos: boolean;
}

interface SetServices {
  readonly db: Database;
  readonly models: Pick<Models, 'tokenize'>;
}

type Act = () => Promise<string>;

/**
 * Stores a prompt set as the acting user's, in version 1.
 *
 * @param act returns the requester's user id; called once the input is valid.
 * @throws BAD_USER_INPUT with all problems; QUOTA_EXCEEDED.
 */
export async function createPromptSet(
  { db, models }: SetServices,
  actor: Actor,
  act: Act,
  input: CreateSetInput,
): Promise<SetAtVersion> {
  const texts = readTexts(input);
  const origin = input.forkedFrom == null ? null : await findSet(db, actor, input.forkedFrom);
  if (input.forkedFrom != null && !origin)
    throw badUserInput([
      { path: 'forkedFrom', message: `There is no prompt set '${input.forkedFrom.slice(0, 60)}'.` },
    ]);
  const checked =
    origin && !input.pairs && !input.family
      ? { pairs: await readSetPairs(db, origin.version), family: origin.version.family }
      : await checkContent(models, input);
  const issues = [...findTextIssues(texts), ...('issues' in checked ? checked.issues : [])];
  if (issues.length > 0 || 'issues' in checked) throw badUserInput(issues);
  const ownerId = await act();
  const id = createId(ownerId);
  return db.$transaction(async (transaction) => {
    const known = await transaction.promptSetVersion.findUnique({
      where: { setId_number: { setId: id, number: 1 } },
      include: { set: true },
    });
    if (known) {
      const { set, ...version } = known;
      return { set, version };
    }
    const set = await transaction.promptSet.create({
      data: {
        id,
        ownerId,
        visibility: input.visibility,
        forkedFrom: origin && `${origin.set.id}@${origin.version.number}`,
        text: searchText(texts),
      },
    });
    const count = await transaction.promptSet.count({ where: { ownerId } });
    if (count > MAX_PROMPT_SETS)
      throw new AppError(
        'QUOTA_EXCEEDED',
        `You have ${MAX_PROMPT_SETS} prompt sets, which is the limit. Delete one that you no longer need.`,
      );
    return { set, version: await storeVersion(transaction, set, 1, texts, checked) };
  });
}

/**
 * Changes a prompt set: a new version, unless only its visibility changes.
 *
 * @throws NOT_FOUND; FORBIDDEN for anybody but its owner; BAD_USER_INPUT; QUOTA_EXCEEDED.
 */
export async function editPromptSet(
  { db, models }: SetServices,
  actor: Actor,
  input: EditSetInput,
): Promise<SetAtVersion> {
  const { set, version } = await requireSet(db, actor, input.id);
  authorize(actor, 'editPromptSet', [set.ownerId]);
  const given = pickTexts(input);
  const checked = input.pairs || input.family ? await checkContent(models, input) : null;
  const issues = [...findTextIssues(given), ...(checked && 'issues' in checked ? checked.issues : [])];
  if (issues.length > 0 || (checked && 'issues' in checked)) throw badUserInput(issues);
  const texts = readTexts({ ...version, ...given });
  const isSame = (Object.keys(texts) as (keyof SetTexts)[]).every((key) => texts[key] === version[key]);
  return db.$transaction(async (transaction) => {
    // The first statement writes, so that the newest version stays the newest until the next one is stored.
    const changed = await transaction.promptSet.update({
      where: { id: set.id },
      data: { ...(input.visibility && { visibility: input.visibility }), text: searchText(texts) },
    });
    const newest = await transaction.promptSetVersion.findFirstOrThrow({
      where: { setId: set.id },
      orderBy: { number: 'desc' },
    });
    if (isSame && checked === null) return { set: changed, version: newest };
    // An edit whose answer was lost, and which is sent again.
    if (checked && (await isStored(transaction, newest, texts, checked)))
      return { set: changed, version: newest };
    if (newest.number >= MAX_SET_VERSIONS)
      throw new AppError(
        'QUOTA_EXCEEDED',
        `The set has ${newest.number} versions, which is the limit. Make a fork of it.`,
      );
    const pairs = checked ?? {
      pairs: null,
      family: newest.family,
    };
    return {
      set: changed,
      version: await storeVersion(transaction, changed, newest.number + 1, texts, pairs, newest.number),
    };
  });
}

/** Checks the pairs of an input and places their roles. @throws MODEL_UNAVAILABLE */
async function checkContent(
  models: SetServices['models'],
  { pairs, family, model, prependBos }: Pick<CreateSetInput, 'pairs' | 'family' | 'model' | 'prependBos'>,
): Promise<CheckedPairs> {
  const checked = checkPairs(pairs, family);
  if ('issues' in checked || !pairs) return checked;
  const placed = await placeRoles(models, pairs, checked.pairs, { model: model ?? null, prependBos });
  return 'issues' in placed ? placed : { ...checked, pairs: placed };
}

type Transaction = Pick<Database, 'promptSetVersion' | 'promptSetPairs'>;

/** Whether a version has these texts and pairs. */
async function isStored(
  transaction: Transaction,
  version: SetAtVersion['version'],
  texts: SetTexts,
  { pairs, family }: Exclude<CheckedPairs, { readonly issues: unknown }>,
): Promise<boolean> {
  const hasTexts = (Object.keys(texts) as (keyof SetTexts)[]).every((key) => texts[key] === version[key]);
  if (!hasTexts || version.family !== family || version.pairCount !== pairs.length) return false;
  const { setId, number } = version;
  const stored = await transaction.promptSetPairs.findUnique({ where: { setId_number: { setId, number } } });
  return stored?.pairs === JSON.stringify(pairs);
}

/** @param pairs null for those of the version `from`. */
async function storeVersion(
  transaction: Transaction,
  { id: setId }: PromptSet,
  number: number,
  texts: SetTexts,
  { pairs, family }: { readonly pairs: readonly StoredPair[] | null; readonly family: string | null },
  from = number,
): Promise<SetAtVersion['version']> {
  const known =
    pairs === null
      ? await transaction.promptSetPairs.findUniqueOrThrow({
          where: { setId_number: { setId, number: from } },
          include: { version: { select: { pairCount: true } } },
        })
      : null;
  return transaction.promptSetVersion.create({
    data: {
      setId,
      number,
      ...texts,
      family,
      pairCount: pairs?.length ?? known!.version.pairCount,
      pairs: { create: { pairs: known?.pairs ?? JSON.stringify(pairs) } },
    },
  });
}

/** Whether somebody may delete a set. */
export function canDeleteSet({ ownerId }: Pick<PromptSet, 'ownerId'>, actor: Actor): boolean {
  return isAuthorized(actor, 'deletePromptSet', [ownerId]);
}

/**
 * Deletes a prompt set in all versions. Runs that used it keep their pairs.
 *
 * @returns its id.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its owner and administrators.
 */
export async function deletePromptSet(
  { db }: { readonly db: Database },
  actor: Actor,
  id: string,
): Promise<string> {
  const { set } = await requireSet(db, actor, id);
  authorize(actor, 'deletePromptSet', [set.ownerId]);
  await db.promptSet.deleteMany({ where: { id: set.id } });
  return set.id;
}

function readTexts({ name, description, source, licence }: SetTexts): SetTexts {
  return {
    name: name.trim().replaceAll(/\s+/g, ' '),
    description: description.trim(),
    source: source.trim(),
    licence: licence.trim(),
  };
}

function pickTexts(input: EditSetInput): Partial<SetTexts> {
  const { name, description, source, licence } = input;
  return {
    ...(name != null && { name }),
    ...(description != null && { description }),
    ...(source != null && { source }),
    ...(licence != null && { licence }),
  };
}

function searchText({ name, description, source }: SetTexts): string {
  return `${name}\n${description}\n${source}`.toLowerCase();
}

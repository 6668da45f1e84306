import { createAccessToken, revokeAccessToken } from '../../accounts/access-tokens';
import { revokeOtherSessions, revokeSession } from '../../accounts/sessions';
import { deleteAccount } from '../../ownership/delete-account';
import { renameViewer } from '../../ownership/rename-user';
import { addComment } from '../../discussion/add-comment';
import { deleteComment, editComment } from '../../discussion/edit-comment';
import { hideComment, hideFinding } from '../../discussion/hide';
import { markNotificationsRead } from '../../community/notifications';
import { react } from '../../discussion/reactions';
import { dismissReport, report } from '../../discussion/reports';
import { setStar } from '../../discussion/stars';
import type { Context } from '../context';
import { editFinding } from '../../gallery/edit';
import { deleteFinding, withdrawFinding } from '../../gallery/withdraw';
import {
  addToCollection,
  createCollection,
  deleteCollection,
  forkCollection,
  saveCollection,
  shareCollection,
} from '../../gallery/collections/write';
import { attachEvidence, removeEvidence, respondToEvidence } from '../../gallery/attach-evidence';
import { forkFinding } from '../../gallery/fork';
import { readDraft } from '../../gallery/draft';
import { replicateFinding } from '../../gallery/replicate';
import { publishFinding } from '../../gallery/publish';
import { publishNotebook } from '../../gallery/seed';
import { catalogueEntry } from '../../models/hub/catalogue';
import { createPromptSet, deletePromptSet, editPromptSet } from '../../prompts/sets/store';
import { deleteCircuit, saveCircuit } from '../../runs/circuits/store';
import { cancelRun } from '../../runs/queue/cancel';
import { deleteRun, editRun } from '../../runs/manage/edit';
import { addControl } from '../../runs/joint/controls';
import { importRun } from '../../runs/exchange/import';
import { deleteJointPatch } from '../../runs/joint/delete';
import { patchTogether } from '../../runs/joint/patch-together';
import { submitRun } from '../../runs/submit/submit';
import { readRunInput } from '../run-input';
import type { MutationResolvers } from '../generated/resolvers';

/** Becomes a user who may write something that others read: comments and reports have a rate limit of their own. */
function actToPost({ services, asker, act }: Context): () => Promise<string> {
  return async () => {
    await services.rates.takePost(asker);
    return act();
  };
}

export const Mutation: MutationResolvers = {
  createRun: async (_, { input }, { services, viewerId, act, requester, signal }) =>
    submitRun(
      services,
      act,
      await readRunInput(services, requester, input, signal),
      input.recompute,
      viewerId,
    ),
  createPromptSet: (_, { input }, { services, requester, act }) =>
    createPromptSet(services, requester, act, input),
  editPromptSet: (_, { input }, { services, requester }) => editPromptSet(services, requester, input),
  deletePromptSet: (_, { id }, { services, requester }) => deletePromptSet(services, requester, id),
  cancelRun: (_, { id }, { services, requester }) => cancelRun(services, requester, id),
  editRun: (_, { input: { id, ...edit } }, { services, requester }) => editRun(services, requester, id, edit),
  deleteRun: (_, { id }, { services, requester }) => deleteRun(services, requester, id),
  patchTogether: (_, { input }, { services, requester, act, signal }) =>
    patchTogether(services, requester, act, input, signal),
  addControl: (_, { input }, { services, requester, act, signal }) =>
    addControl(services, requester, act, input, signal),
  deleteJointPatch: (_, { id }, { services, requester }) => deleteJointPatch(services, requester, id),
  saveCircuit: (_, { input }, { services, requester, act, signal }) =>
    saveCircuit(services, requester, act, input, signal),
  deleteCircuit: (_, { id }, { services, requester }) => deleteCircuit(services, requester, id),
  importRun: (_, { json }, { services, act }) => importRun(services, act, json),
  async installModel(_, { id }, { services }) {
    await services.installer.start(id);
    return catalogueEntry(id);
  },
  async cancelInstallation(_, { id }, { services }) {
    await services.installer.cancel(id);
    return catalogueEntry(id);
  },
  async verifyModel(_, { id }, { services }) {
    await services.verifier.start(id);
    return services.models.info(id);
  },
  async publishNotebook(_, { model }, { services }) {
    return [...(await publishNotebook(services, model)).runs];
  },
  createAccessToken: (_, { name, scope }, { services, act }) =>
    createAccessToken(services.db, act, name, scope),
  revokeAccessToken: (_, { id }, { services, viewerId }) => revokeAccessToken(services.db, viewerId, id),
  renameViewer: (_, { name }, { services, act }) => renameViewer(services, act, name),
  revokeSession: (_, { id }, { services, viewerId }) => revokeSession(services.db, viewerId, id),
  revokeOtherSessions: (_, __, { services, viewerId, sessionId }) =>
    revokeOtherSessions(services.db, viewerId, sessionId),
  async deleteAccount(_, { password }, { services, viewerId, asker }) {
    // Otherwise passwords could be guessed here.
    await services.rates.takeSignIn(asker.address, null);
    return deleteAccount(services, viewerId, password ?? null);
  },
  publishFinding: (_, { input }, { services, viewerId }) => publishFinding(services, viewerId, input),
  editFinding: (_, { input }, { services, requester }) => editFinding(services, requester, input),
  withdrawFinding: (_, { findingId, reason }, { services, requester }) =>
    withdrawFinding(services, requester, findingId, reason),
  replicateFinding: (_, { findingId, freshSeed }, { services, requester, act }) =>
    replicateFinding(services, requester, act, { key: findingId, freshSeed: freshSeed ?? null }),
  async forkFinding(_, input, { services, requester, act }) {
    const run = await forkFinding(services, requester, act, input);
    return { run, draft: (await readDraft(services.db, requester, run))! };
  },
  attachEvidence: (_, input, { services, requester, act }) => attachEvidence(services, requester, act, input),
  respondToEvidence: (_, { id, response }, { services, requester }) =>
    respondToEvidence(services, requester, id, response),
  removeEvidence: (_, { id }, { services, requester }) => removeEvidence(services, requester, id),
  createCollection: (_, { input }, { services, requester, act }) =>
    createCollection(services, requester, act, input),
  saveCollection: (_, { input }, { services, requester }) => saveCollection(services, requester, input),
  addToCollection: (_, { collectionId, findingId }, { services, requester }) =>
    addToCollection(services, requester, collectionId, findingId),
  shareCollection: (_, { id, editors }, { services, requester }) =>
    shareCollection(services.db, requester, id, editors),
  forkCollection: (_, { id }, { services, requester, act }) =>
    forkCollection(services.db, requester, act, id),
  deleteCollection: (_, { id }, { services, requester }) => deleteCollection(services.db, requester, id),
  addComment: (_, input, context) =>
    addComment(context.services, context.requester, actToPost(context), input),
  editComment: (_, input, { services, requester, asker }) =>
    editComment(services, requester, input, () => services.rates.takePost(asker)),
  deleteComment: (_, { id }, { services, requester }) => deleteComment(services, requester, id),
  react: (_, input, { services, requester, act }) => react(services, requester, act, input),
  starFinding: (_, { findingId }, { services, requester, act }) =>
    setStar(services, requester, act, findingId, true),
  unstarFinding: (_, { findingId }, { services, requester, act }) =>
    setStar(services, requester, act, findingId, false),
  markNotificationsRead: (_, { ids }, { services, requester }) =>
    markNotificationsRead(services, requester, ids ?? null),
  report: (_, input, context) => report(context.services, context.requester, actToPost(context), input),
  hideComment: (_, { id, reason }, { services }) => hideComment(services, id, reason, true),
  unhideComment: (_, { id, reason }, { services }) => hideComment(services, id, reason, false),
  hideFinding: (_, { findingId, reason }, { services }) => hideFinding(services, findingId, reason, true),
  unhideFinding: (_, { findingId, reason }, { services }) => hideFinding(services, findingId, reason, false),
  dismissReport: (_, { id, reason }, { services }) => dismissReport(services.db, id, reason),
  deleteFinding: (_, { slug }, { services, requester }) => deleteFinding(services, requester, slug),
};

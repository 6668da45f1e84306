import { createAccessToken, revokeAccessToken } from '../../accounts/access-tokens';
import { revokeOtherSessions, revokeSession } from '../../accounts/sessions';
import { deleteAccount } from '../../ownership/delete-account';
import { renameViewer } from '../../ownership/rename-user';
import { editFinding } from '../../gallery/edit';
import { deleteFinding, withdrawFinding } from '../../gallery/withdraw';
import { attachEvidence, removeEvidence, respondToEvidence } from '../../gallery/attach-evidence';
import { replicateFinding } from '../../gallery/replicate';
import { publishFinding } from '../../gallery/publish';
import { publishNotebook } from '../../gallery/seed';
import { catalogueEntry } from '../../models/hub/catalogue';
import { deleteCircuit, saveCircuit } from '../../runs/circuits/store';
import { cancelRun } from '../../runs/queue/cancel';
import { deleteRun, editRun } from '../../runs/manage/edit';
import { addControl } from '../../runs/joint/controls';
import { deleteJointPatch } from '../../runs/joint/delete';
import { patchTogether } from '../../runs/joint/patch-together';
import { submitRun } from '../../runs/submit/submit';
import { readRunInput } from '../run-input';
import type { MutationResolvers } from '../generated/resolvers';

export const Mutation: MutationResolvers = {
  createRun: (_, { input }, { services, viewerId, act }) =>
    submitRun(services, act, readRunInput(input), input.recompute, viewerId),
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
  deleteAccount(_, { password }, { services, viewerId, asker }) {
    // Otherwise passwords could be guessed here.
    services.rates.takeSignIn(asker.address, null);
    return deleteAccount(services, viewerId, password ?? null);
  },
  publishFinding: (_, { input }, { services, viewerId }) => publishFinding(services, viewerId, input),
  editFinding: (_, { input }, { services, requester }) => editFinding(services, requester, input),
  withdrawFinding: (_, { findingId, reason }, { services, requester }) =>
    withdrawFinding(services, requester, findingId, reason),
  replicateFinding: (_, { findingId }, { services, viewerId, act }) =>
    replicateFinding(services, viewerId, act, findingId),
  attachEvidence: (_, input, { services, requester, act }) => attachEvidence(services, requester, act, input),
  respondToEvidence: (_, { id, response }, { services, requester }) =>
    respondToEvidence(services, requester, id, response),
  removeEvidence: (_, { id }, { services, requester }) => removeEvidence(services, requester, id),
  deleteFinding: (_, { slug }, { services, requester }) => deleteFinding(services, requester, slug),
};

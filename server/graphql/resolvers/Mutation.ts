import { createAccessToken, revokeAccessToken } from '../../accounts/access-tokens';
import { AppError } from '../../errors';
import { deleteFinding, editFinding } from '../../gallery/edit';
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
import type { Actor } from '../../runs/manage/ownership';
import { submitRun } from '../../runs/submit/submit';
import type { Context } from '../context';
import { readRunInput } from '../run-input';
import type { MutationResolvers } from '../generated/resolvers';

export const Mutation: MutationResolvers = {
  createRun: (_, { input }, { services, act }) =>
    submitRun(services, act, readRunInput(input), input.recompute),
  cancelRun: (_, { id }, context) => cancelRun(context.services, readActor(context), id),
  editRun: (_, { input: { id, title, notes } }, { services, viewerId }) =>
    editRun(services, viewerId, id, { title, notes }),
  deleteRun: (_, { id }, context) => deleteRun(context.services, readActor(context), id),
  patchTogether: (_, { input }, { services, act, signal }) => patchTogether(services, act, input, signal),
  addControl: (_, { input }, { services, act, signal }) => addControl(services, act, input, signal),
  deleteJointPatch: (_, { id }, context) => deleteJointPatch(context.services, readActor(context), id),
  saveCircuit: (_, { input }, { services, act, signal }) => saveCircuit(services, act, input, signal),
  deleteCircuit: (_, { id }, context) => deleteCircuit(context.services, readActor(context), id),
  async installModel(_, { id }, { services, requireAdministrator }) {
    requireAdministrator();
    await services.installer.start(id);
    return catalogueEntry(id);
  },
  async cancelInstallation(_, { id }, { services, requireAdministrator }) {
    requireAdministrator();
    await services.installer.cancel(id);
    return catalogueEntry(id);
  },
  async verifyModel(_, { id }, { services, requireAdministrator }) {
    requireAdministrator();
    await services.verifier.start(id);
    return services.models.info(id);
  },
  async publishNotebook(_, { model }, { services, requireAdministrator }) {
    requireAdministrator();
    return [...(await publishNotebook(services, model)).runs];
  },
  async createAccessToken(_, { name }, { services, act, isByToken }) {
    if (isByToken) {
      const message =
        'An access token cannot create another one. Create it in the browser, on the page /account.';
      throw new AppError('FORBIDDEN', message);
    }
    return createAccessToken(services.db, act, name);
  },
  revokeAccessToken: (_, { id }, { services, viewerId }) => revokeAccessToken(services.db, viewerId, id),
  publishFinding: (_, { input }, { services, viewerId }) => publishFinding(services, viewerId, input),
  editFinding: (_, { input }, { services, viewerId }) => editFinding(services, viewerId, input),
  replicateFinding: (_, { findingId }, { services, viewerId, act }) =>
    replicateFinding(services, viewerId, act, findingId),
  attachEvidence: (_, input, { services, act }) => attachEvidence(services, act, input),
  respondToEvidence: (_, { id, response }, { services, viewerId }) =>
    respondToEvidence(services, viewerId, id, response),
  removeEvidence: (_, { id }, context) => removeEvidence(context.services, readActor(context), id),
  deleteFinding: (_, { slug }, context) => deleteFinding(context.services, readActor(context), slug),
};

function readActor({ viewerId, isAdministrator }: Context): Actor {
  return { userId: viewerId, isAdministrator };
}

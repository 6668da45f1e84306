import type { InstallableModelResolvers } from '../generated/resolvers';

export const InstallableModel: InstallableModelResolvers = {
  hasKnownChecksum: ({ files }) =>
    files.some(({ path, sha256 }) => path === 'model.safetensors' && sha256 !== null),
  installation: ({ repository }, _, { services }) => services.installer.status(repository),
};

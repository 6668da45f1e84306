import { formatSite } from '../../../domain/patch-sites';
import type { JointSiteResolvers } from '../generated/resolvers';

export const JointSite: JointSiteResolvers = {
  label: ({ roles, ...site }) => formatSite(site, roles),
};

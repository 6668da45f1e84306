import { MAX_RANKED } from '../../../domain/limits';
import { checkCount } from '../connection';
import type { AttributionResolvers } from '../generated/resolvers';

export const Attribution: AttributionResolvers = {
  async neurons(attribution, { layer, top }) {
    checkCount('top', top, MAX_RANKED);
    return (await attribution.readNeurons(layer)).slice(0, top);
  },
};

import { writeDefinition } from '../../prompts/families/write-definition';
import type { PromptFamilyResolvers } from '../generated/resolvers';

export const PromptFamily: PromptFamilyResolvers = { definition: (family) => writeDefinition(family) };

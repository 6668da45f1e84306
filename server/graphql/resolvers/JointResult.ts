import type { JointEffect } from '../../../domain/joint-effect';
import { computeEffects } from '../../runs/joint/read';
import type { JointResultResolvers } from '../generated/resolvers';

export const JointResult: JointResultResolvers = {
  base: ({ base }) => listNumbers(base),
  source: ({ source }) => listNumbers(source),
  patched: ({ joint }) => listNumbers(joint),
  singles: ({ singles }) => singles.map(listNumbers),
  mean: (values) => describeEffect(computeEffects(values).mean),
  perPrompt: (values) => computeEffects(values).perPrompt.map((effect) => effect && describeEffect(effect)),
};

/** JSON has no NaN. */
function toNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function listNumbers(values: Float32Array): (number | null)[] {
  return Array.from(values, toNull);
}

/** The effect as the API has it. */
function describeEffect({
  base,
  source,
  joint,
  effect,
  singleEffects,
  sumOfSingles,
  interaction,
}: JointEffect) {
  return {
    base,
    source,
    patched: joint,
    change: effect.change,
    recovery: toNull(effect.recovery),
    singles: singleEffects.map(({ change }) => change),
    sumOfSingles: sumOfSingles.change,
    sumOfSinglesRecovery: toNull(sumOfSingles.recovery),
    interaction: interaction.change,
    interactionRecovery: toNull(interaction.recovery),
  };
}

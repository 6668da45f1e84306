/** Reactions to a comment, with their titles. Their words are stored, so they never change their meaning. */
export const REACTIONS = {
  AGREE: 'I agree',
  DISAGREE: 'I disagree',
  THANKS: 'Thank you',
  UNSURE: 'I am not sure',
} as const;

export type ReactionKind = keyof typeof REACTIONS;

/** In the order in which they are shown. */
export const REACTION_KINDS = Object.keys(REACTIONS) as [ReactionKind, ...ReactionKind[]];

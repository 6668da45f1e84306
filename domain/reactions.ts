/** Reactions to a comment. Their words are stored, so they never change their meaning. */
export const REACTIONS = {
  AGREE: { sign: '👍', title: 'I agree' },
  DISAGREE: { sign: '👎', title: 'I disagree' },
  THANKS: { sign: '🙏', title: 'Thank you' },
  UNSURE: { sign: '🤔', title: 'I am not sure' },
} as const;

export type ReactionKind = keyof typeof REACTIONS;

/** In the order in which they are shown. */
export const REACTION_KINDS = Object.keys(REACTIONS) as [ReactionKind, ...ReactionKind[]];

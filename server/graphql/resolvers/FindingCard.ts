import { pictureValues } from '../../gallery/card';
import { encodeFloats } from '../../runs/results/float-bytes';
import { describeDifference } from '../../runs/manage/title';
import { showAlignment } from '../../runs/submit/validate-alignment';
import type { FindingCardResolvers } from '../generated/resolvers';

export const FindingCard: FindingCardResolvers = {
  data: ({ values }) => encode(values.map((value) => value ?? NaN)),
  picture: (card) => encode(pictureValues(card)),
  direction: ({ run }) => run.direction,
  directions: ({ run }) => run.directions ?? [run.direction],
  baseline: ({ run }) => run.baseline,
  prompt: ({ clean, corrupted, alignment }) => describeDifference(clean, corrupted, alignment),
  alignment: ({ alignment }) => alignment && showAlignment(alignment),
  correct: ({ run }) => run.correct,
  incorrect: ({ run }) => run.incorrect,
};

const encode = (values: readonly number[]): string => Buffer.from(encodeFloats(values)).toString('base64');

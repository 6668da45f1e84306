import type { AxisResolvers } from '../generated/resolvers';

export const Axis: AxisResolvers = {
  labels: ({ steps }) =>
    steps.map(({ index, token }) => (token === null ? String(index) : `${token.text} ${index}`)),
};

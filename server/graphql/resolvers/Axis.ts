import type { AxisResolvers } from '../generated/resolvers';

export const Axis: AxisResolvers = {
  labels: ({ steps }) =>
    steps.map(
      ({ index, token, role }) => role ?? (token === null ? String(index) : `${token.text} ${index}`),
    ),
};

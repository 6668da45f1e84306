/** How an empty search was read, for tests and the catalogue. */
export const NOTHING_READ = {
  words: [],
  tags: [],
  models: [],
  authors: [],
  verdicts: [],
  claims: [],
  direction: null,
  metric: null,
  conditions: [],
  problems: [],
};

/** The formats of exported files: what names them, and what of a file only says where it was written. */

export const RUN_FORMAT = 'patchbay.run';
/** Increases when a reader of older files would misread newer ones. 2: several directions and metrics. 3: edges, circuits, digest. */
export const RUN_VERSION = 3;

export const FINDING_FORMAT = 'patchbay.finding';
/** Increases when a reader of older files would misread newer ones. 2: schema and digest. */
export const FINDING_VERSION = 2;

/** Statistics over prompts of a run of any size. It is not imported: it has no values of single prompts. */
export const STATISTICS_FORMAT = 'patchbay.statistics';
export const STATISTICS_VERSION = 1;

/** The addresses of the schemas on every server, without its origin. */
export const SCHEMA_PATHS = {
  [RUN_FORMAT]: `/schema/run-${RUN_VERSION}.json`,
  [STATISTICS_FORMAT]: `/schema/statistics-${STATISTICS_VERSION}.json`,
  [FINDING_FORMAT]: `/schema/finding-${FINDING_VERSION}.json`,
} as const;

/**
 * Fields of a run's file that say where it was written. All others stay the same when a file is imported and exported again;
 * `$schema` changes only with the server.
 */
export const FIELDS_OF_COPY = ['$schema', 'digest', 'id', 'createdAt', 'imported'] as const;

/** What the digest of a file begins with. */
export const DIGEST_PREFIX = 'sha256:';

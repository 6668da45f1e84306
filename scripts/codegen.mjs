/**
 * Settings of GraphQL Code Generator: resolver types for the server from the SDL, and typed documents for the site from the
 * documents next to components.
 */

const scalars = {
  Base64: { input: 'string', output: 'string' },
  DateTime: { input: 'string', output: 'Date | string' },
};

/** Domain objects that resolvers of these types receive as parents; see server/graphql/parents.ts. */
const mappers = Object.fromEntries(
  [
    'Administration',
    'AttentionPattern',
    'Attribution',
    'AuditEntry',
    'Axis',
    'Cell',
    'Circuit',
    'CellStatistics',
    'CircuitEvaluation',
    'Claim',
    'Collection',
    'CollectionItem',
    'Comment',
    'EngineWorker',
    'Evidence',
    'Finding',
    'FindingCard',
    'FindingDraft',
    'FindingRun',
    'FindingVersion',
    'Head',
    'HeadEdges',
    'InstallableModel',
    'JointPatch',
    'JointResult',
    'JointSite',
    'MetricResult',
    'Model',
    'ModelFiles',
    'OwnerInQueue',
    'StorageReport',
    'StoringOwner',
    'Person',
    'Notification',
    'PromptEffect',
    'PromptFamily',
    'PromptSet',
    'PromptPair',
    'QueueReport',
    'Report',
    'Run',
    'SanityCheck',
    'Sweep',
    'UnpatchedMetric',
    'UnusablePairs',
    'SweepStatistics',
    'User',
    'Verification',
  ].map((type) => [type, `../parents#${type}Parent`]),
);

/** @type {import('@graphql-codegen/cli').CodegenConfig} */
export default {
  schema: 'server/graphql/schema/*.graphql',
  errorsOnly: true,
  ignoreNoDocuments: true,
  generates: {
    'server/graphql/generated/resolvers.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        scalars,
        mappers,
        // Resolvers work with stored ids; resolvers/Metric.ts maps them.
        enumValues: { Metric: '../../../domain/metrics#MetricId' },
        contextType: '../context#Context',
        enumsAsTypes: true,
        useTypeImports: true,
        useIndexSignature: true,
        immutableTypes: true,
        avoidOptionals: { field: true, defaultValue: true },
        inputMaybeValue: 'T | null | undefined',
      },
    },
    'server/graphql/generated/operation-names.ts': {
      documents: ['app/**/*.graphql', 'components/**/*.graphql'],
      plugins: ['./scripts/operation-names.mjs'],
    },
    'components/generated/graphql.ts': {
      documents: ['app/**/*.graphql', 'components/**/*.graphql'],
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        scalars: { ...scalars, DateTime: { input: 'string', output: 'string' } },
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
};

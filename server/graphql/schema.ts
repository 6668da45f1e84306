/**
 * The executable schema: the SDL of schema/ and a resolver object for each type.
 *
 * One per module: pages and routes are separate bundles, and a schema must stay in the bundle that made it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { chargeFields } from './charge-fields';
import { guardFields } from './guard-fields';
import { observeFields } from './observe-fields';
import type { Resolvers } from './generated/resolvers';
import {
  Administration,
  EngineWorker,
  ModelFiles,
  OwnerInQueue,
  QueueReport,
  StorageReport,
  StoringOwner,
} from './resolvers/Administration';
import { AttentionPattern } from './resolvers/AttentionPattern';
import { Attribution } from './resolvers/Attribution';
import { AuditEntry } from './resolvers/AuditEntry';
import { Axis } from './resolvers/Axis';
import { Cell } from './resolvers/Cell';
import { CellStatistics } from './resolvers/CellStatistics';
import { Circuit } from './resolvers/Circuit';
import { CircuitEvaluation } from './resolvers/CircuitEvaluation';
import { Claim } from './resolvers/Claim';
import { Collection, CollectionItem } from './resolvers/Collection';
import { Comment } from './resolvers/Comment';
import { Evidence } from './resolvers/Evidence';
import { Finding } from './resolvers/Finding';
import { FindingCard } from './resolvers/FindingCard';
import { FindingDraft } from './resolvers/FindingDraft';
import { FindingRun } from './resolvers/FindingRun';
import { FindingVersion } from './resolvers/FindingVersion';
import { Head } from './resolvers/Head';
import { HeadEdges } from './resolvers/HeadEdges';
import { InstallableModel } from './resolvers/InstallableModel';
import { JointPatch } from './resolvers/JointPatch';
import { JointResult } from './resolvers/JointResult';
import { JointSite } from './resolvers/JointSite';
import { Metric } from './resolvers/Metric';
import { MetricResult } from './resolvers/MetricResult';
import { Model } from './resolvers/Model';
import { Mutation } from './resolvers/Mutation';
import { Person } from './resolvers/Person';
import { Notification } from './resolvers/Notification';
import { PromptEffect } from './resolvers/PromptEffect';
import { PromptFamily } from './resolvers/PromptFamily';
import { PromptPair } from './resolvers/PromptPair';
import { PromptSet } from './resolvers/PromptSet';
import { Query } from './resolvers/Query';
import { Report } from './resolvers/Report';
import { Run } from './resolvers/Run';
import { SanityCheck } from './resolvers/SanityCheck';
import { Subscription } from './resolvers/Subscription';
import { Sweep } from './resolvers/Sweep';
import { UnpatchedMetric } from './resolvers/UnpatchedMetric';
import { UnusablePairs } from './resolvers/UnusablePairs';
import { SweepStatistics } from './resolvers/SweepStatistics';
import { User } from './resolvers/User';
import { Verification } from './resolvers/Verification';
import { Base64, DateTime } from './resolvers/scalars';

const folder = path.join(/* turbopackIgnore: true */ process.cwd(), 'server', 'graphql', 'schema');
const typeDefs = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => readFileSync(path.join(folder, file), 'utf8'));

const resolvers: Resolvers = {
  Administration,
  AttentionPattern,
  Attribution,
  AuditEntry,
  Axis,
  Base64,
  Cell,
  CellStatistics,
  Circuit,
  CircuitEvaluation,
  Claim,
  Collection,
  CollectionItem,
  Comment,
  DateTime,
  EngineWorker,
  Evidence,
  Finding,
  FindingCard,
  FindingDraft,
  FindingRun,
  FindingVersion,
  Head,
  HeadEdges,
  InstallableModel,
  JointPatch,
  JointResult,
  JointSite,
  Metric,
  MetricResult,
  Model,
  ModelFiles,
  Mutation,
  OwnerInQueue,
  Person,
  Notification,
  PromptEffect,
  PromptFamily,
  PromptPair,
  PromptSet,
  Query,
  QueueReport,
  Report,
  Run,
  SanityCheck,
  StorageReport,
  StoringOwner,
  Subscription,
  Sweep,
  UnpatchedMetric,
  UnusablePairs,
  SweepStatistics,
  User,
  Verification,
};

export const schema = observeFields(guardFields(chargeFields(makeExecutableSchema({ typeDefs, resolvers }))));

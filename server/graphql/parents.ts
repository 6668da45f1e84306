/** Objects that resolvers receive as parents; the generated types refer to them by name. */
import type { Family } from '../../domain/prompts/family';
import type { Baselines } from '../../domain/effect';
import type { MetricId } from '../../domain/metrics';
import type { UnusableCount } from '../../domain/unusable-pairs';
import type { SitePlace } from '../../domain/patch-sites';
import type {
  AuditEntry,
  Circuit,
  Claim,
  Collection,
  CollectionItem,
  Comment,
  Evidence,
  FindingVersion,
  JointPatch,
  Notification,
  PromptPair,
  Report,
  Run,
  User,
} from '../db';
import type { QueueReport } from '../administration/queue';
import type { DatabaseSizes, Storage } from '../administration/storage';
import type { ListedWorker } from '../administration/workers';
import type { Direction, ModelInfo, SanityCheck } from '../engine/api';
import type { CatalogueEntry } from '../models/hub/catalogue';
import type { VerificationStatus } from '../models/verify/verifier';
import type { FindingDraft } from '../gallery/draft';
import type { Card } from '../gallery/card';
import type { Person } from '../gallery/person';
import type { HeadOfModel } from '../gallery/head-effects';
import type { ListedFinding } from '../gallery/list';
import type { ClaimOfVersion, FindingAtVersion, FrozenRun } from '../gallery/versions';
import type { SweepAxis } from '../runs/results/axes';
import type { CheckedCell } from '../runs/results/computed';
import type { CircuitEvaluation } from '../runs/circuits/evaluate';
import type { AttentionPattern } from '../runs/inspect/attention';
import type { Attribution } from '../runs/inspect/attribute';
import type { InterventionMetric } from '../runs/inspect/intervene';
import type { JointMetric } from '../runs/joint/read';
import type { EdgeLayerRow } from '../runs/results/edge-view';
import type { UnusablePair } from '../runs/submit/split-usable';
import type { SetAtVersion } from '../prompts/sets/find';
import type { CellOverPrompts, StatisticsOfSweep } from '../runs/results/sweep-statistics';
import type { PromptEffect, SweepRow } from '../runs/results/sweep-view';

export type CircuitParent = Circuit;
export type CircuitEvaluationParent = CircuitEvaluation;
/** A claim of a finding as it is stored, or as it was in a version. */
export type ClaimParent = Claim | ClaimOfVersion;
export type CollectionParent = Collection;
export type CollectionItemParent = CollectionItem;
export type CommentParent = Comment;
export type NotificationParent = Notification;
export type ReportParent = Report;
export type AuditEntryParent = AuditEntry;
export type EvidenceParent = Evidence;
/** Its values are written in the form that is asked for. */
export type AttentionPatternParent = AttentionPattern;
export type AttributionParent = Attribution;
export type AxisParent = SweepAxis;
export type CellParent = CheckedCell;
export type PromptEffectParent = PromptEffect;
export type FindingDraftParent = FindingDraft;
/** A finding as it is, or as it was in a version. */
export type FindingParent = ListedFinding | FindingAtVersion;
export type FindingVersionParent = FindingVersion;
export type FindingRunParent = FrozenRun;
export type HeadParent = HeadOfModel;
export type FindingCardParent = Card;
export type PersonParent = Person;
export type PromptFamilyParent = Family;
export type PromptSetParent = SetAtVersion;
export type PromptPairParent = PromptPair;
export type RunParent = Run;
export type SanityCheckParent = SanityCheck;
export type UserParent = User;

/** Pairs that were left out of a stored run, or of an input. */
export interface UnusablePairsParent {
  readonly given: number;
  readonly counts: readonly UnusableCount[];
  /** The pairs, or the id of the run that they are stored with. */
  readonly pairs: readonly UnusablePair[] | string;
}

/** A model on disk, or as it was when a run used it; `unavailable` then says that it was removed. */
export type ModelParent = ModelInfo;

/** A stored sweep without its values. */
export interface SweepParent {
  readonly run: Run;
  readonly row: SweepRow;
}

/** A metric of the two unpatched runs; the lists of prompts are made from the baselines. */
export interface UnpatchedMetricParent {
  readonly metric: MetricId;
  /** Means over the computed pairs, in the metric's unit. */
  readonly clean: number;
  readonly corrupted: number;
  readonly baselines: Baselines;
}

export type SweepStatisticsParent = StatisticsOfSweep;
export type CellStatisticsParent = CellOverPrompts;
export type JointPatchParent = JointPatch;
export type JointResultParent = JointMetric;
/** With the names of the steps of its run's position axes. */
export type JointSiteParent = SitePlace & { readonly roles: readonly string[] };
/** The edges of a run in one direction, without their values. */
export interface HeadEdgesParent {
  readonly run: Run;
  readonly direction: Direction;
  /** Finished layers, in ascending order. */
  readonly rows: readonly EdgeLayerRow[];
}

export type MetricResultParent = InterventionMetric;
export type InstallableModelParent = CatalogueEntry;
export type VerificationParent = VerificationStatus;

/** Its fields are read one by one, as they are selected. */
export interface AdministrationParent {
  readonly at: Date;
}
export type EngineWorkerParent = ListedWorker;
export type ModelFilesParent = { readonly model: ModelInfo };
export type OwnerInQueueParent = QueueReport['owners'][number];
export type QueueReportParent = QueueReport;
export type StorageReportParent = Storage;
export type StoringOwnerParent = DatabaseSizes['owners'][number];

/**
 * Who may do what: the only place that decides. Services call it, and server/graphql/guard-fields.ts calls it for every mutation,
 * subscription and private field of the API.
 *
 * A rule is checked in two steps: `admit` before the work, from what is known of the requester, and `authorize` when a service
 * knows whose object it is about.
 */
import type { Config } from '../config';
import { AppError } from '../errors';

export const ROLES = ['GUEST', 'MEMBER', 'ADMINISTRATOR'] as const;
/** A guest has no account. */
export type Role = (typeof ROLES)[number];

export const TOKEN_SCOPES = ['READ', 'WRITE'] as const;
/** What an access token may do; WRITE includes READ. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** The user who acts. */
export interface Actor {
  /** Null for a visitor without an identity. */
  readonly userId: string | null;
  readonly isAdministrator: boolean;
  /** Told of what is allowed only because the actor is an administrator, for the audit log. */
  readonly noteAdministration?: (action: Action) => void;
}

/** The requester of an operation. */
export interface Requester extends Actor {
  /** Null for a visitor without an identity. */
  readonly role: Role | null;
  /** Of the access token that was sent; null for a browser. */
  readonly tokenScope: TokenScope | null;
}

interface Rule {
  /**
   * ANYBODY; IDENTITY: a visitor becomes a guest; OWNER: whom the object belongs to; OWNER_OR_ADMINISTRATOR; ADMINISTRATOR.
   */
  readonly by: 'ANYBODY' | 'IDENTITY' | 'OWNER' | 'OWNER_OR_ADMINISTRATOR' | 'ADMINISTRATOR';
  /** Whether it only reads: tokens that only read may do it, and guests even where ALLOW_GUESTS is off. */
  readonly isReading?: true;
  /** Whether access tokens may not do it: a script that has one must not get more. */
  readonly isForBrowsers?: true;
  /** Whether guests may do it where ALLOW_GUESTS is off. */
  readonly isForEveryGuest?: true;
  /** The refusal of whoever is not the owner. */
  readonly refusal?: string;
}

const ADMINISTRATOR = { by: 'ADMINISTRATOR' } as const satisfies Rule;
/** Of a field of User: the refusal of everybody else. */
const PRIVATE = {
  by: 'OWNER',
  isReading: true,
  refusal: 'Only your own account can be read. Select it under viewer.',
} as const satisfies Rule;

/** Every mutation and subscription by its name, and every private field as `Type.field`. */
export const POLICY = {
  createRun: { by: 'IDENTITY' },
  createPromptSet: { by: 'IDENTITY' },
  editPromptSet: { by: 'OWNER', refusal: 'Only the owner of a prompt set may edit it. Make a fork of it.' },
  deletePromptSet: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the owner of a prompt set or an administrator may delete it.',
  },
  cancelRun: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the owner of a run or an administrator may cancel it.',
  },
  editRun: { by: 'OWNER', refusal: 'Only the owner of a run may edit it.' },
  deleteRun: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the owner of a run or an administrator may delete it.',
  },
  patchTogether: { by: 'IDENTITY' },
  addControl: { by: 'IDENTITY' },
  deleteJointPatch: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only who made a joint patch, the owner of its run or an administrator may delete it.',
  },
  saveCircuit: { by: 'IDENTITY' },
  deleteCircuit: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the creator of a circuit, the owner of its run or an administrator may delete it.',
  },
  publishFinding: {
    by: 'OWNER',
    refusal:
      'Only the owner of a run may publish it. Run it again as your own (recompute), then publish that run.',
  },
  editFinding: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the author of a finding or an administrator may edit it.',
  },
  withdrawFinding: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the author of a finding or an administrator may withdraw it.',
  },
  deleteFinding: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the author of a finding or an administrator may delete it.',
  },
  forkFinding: { by: 'IDENTITY' },
  replicateFinding: { by: 'IDENTITY' },
  attachEvidence: { by: 'IDENTITY' },
  respondToEvidence: { by: 'OWNER', refusal: 'Only the author of a finding may respond to its evidence.' },
  removeEvidence: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only who attached a run, the owner of the run or an administrator may remove it.',
  },
  importRun: { by: 'IDENTITY' },
  createCollection: { by: 'IDENTITY' },
  saveCollection: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the owner, the editors of a collection or an administrator may change it.',
  },
  addToCollection: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the owner, the editors of a collection or an administrator may add to it.',
  },
  shareCollection: {
    by: 'OWNER',
    refusal: 'Only the owner of a collection may change who sees and who changes it.',
  },
  forkCollection: { by: 'IDENTITY' },
  deleteCollection: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the owner of a collection or an administrator may delete it.',
  },
  addComment: { by: 'IDENTITY' },
  editComment: { by: 'OWNER', refusal: 'Only the author of a comment may edit it.' },
  deleteComment: {
    by: 'OWNER_OR_ADMINISTRATOR',
    refusal: 'Only the author of a comment or an administrator may delete it.',
  },
  react: { by: 'IDENTITY' },
  starFinding: { by: 'IDENTITY' },
  unstarFinding: { by: 'IDENTITY' },
  markNotificationsRead: { by: 'OWNER' },
  report: { by: 'IDENTITY' },
  hideComment: ADMINISTRATOR,
  unhideComment: ADMINISTRATOR,
  hideFinding: ADMINISTRATOR,
  unhideFinding: ADMINISTRATOR,
  dismissReport: ADMINISTRATOR,
  installModel: ADMINISTRATOR,
  cancelInstallation: ADMINISTRATOR,
  verifyModel: ADMINISTRATOR,
  publishNotebook: ADMINISTRATOR,
  createAccessToken: { by: 'IDENTITY', isForBrowsers: true },
  revokeAccessToken: { by: 'OWNER' },
  renameViewer: { by: 'IDENTITY', isForBrowsers: true },
  revokeSession: { by: 'OWNER', isForBrowsers: true },
  revokeOtherSessions: { by: 'OWNER', isForBrowsers: true },
  deleteAccount: { by: 'OWNER', isForBrowsers: true, isForEveryGuest: true },

  runProgress: { by: 'ANYBODY', isReading: true },
  modelInstallation: { by: 'ANYBODY', isReading: true },
  findingActivity: { by: 'ANYBODY', isReading: true },
  viewerNotifications: { by: 'ANYBODY', isReading: true },

  'User.accessTokens': PRIVATE,
  'User.email': PRIVATE,
  'User.role': PRIVATE,
  'User.sessions': { ...PRIVATE, isForBrowsers: true },
  'User.notifications': PRIVATE,
  'User.stars': PRIVATE,
  'Query.reports': { ...ADMINISTRATOR, isReading: true },
  'Query.workers': { ...ADMINISTRATOR, isReading: true },
  'Query.administration': { ...ADMINISTRATOR, isReading: true },
  'Query.auditEntries': { ...ADMINISTRATOR, isReading: true },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof POLICY;

/** Whether there is a rule for a mutation, a subscription or a private field. */
export function hasRule(name: string): name is Action {
  return Object.hasOwn(POLICY, name);
}

/** Whether only administrators may do something. */
export function isForAdministrators(action: Action): boolean {
  return POLICY[action].by === 'ADMINISTRATOR';
}

/**
 * Refuses a requester who may not do something whatever it is about.
 *
 * @throws UNAUTHENTICATED for a guest or a stranger where only accounts may do it; FORBIDDEN for a token without the scope,
 *   a token instead of a browser, and everybody but administrators.
 */
export function admit(
  { allowGuests }: Pick<Config, 'allowGuests'>,
  requester: Requester,
  action: Action,
): void {
  const rule: Rule = POLICY[action];
  const { tokenScope, isAdministrator, role } = requester;
  if (tokenScope !== null && rule.isForBrowsers) {
    throw new AppError('FORBIDDEN', 'An access token cannot do this. Use the browser, on the page /account.');
  }
  if (tokenScope === 'READ' && !rule.isReading) {
    throw new AppError('FORBIDDEN', 'This access token only reads. Create one with the scope WRITE.');
  }
  if (rule.by === 'ADMINISTRATOR' && !isAdministrator) {
    const message =
      'Only an administrator may do this. Open the administrator address that npm start printed, or ask the operator of this site.';
    throw new AppError('FORBIDDEN', message);
  }
  const isGuest = role === null || role === 'GUEST';
  if (isGuest && !allowGuests && !isAdministrator && !rule.isReading && !rule.isForEveryGuest) {
    throw new AppError(
      'UNAUTHENTICATED',
      'This site needs an account for this. Sign in on the page /sign-in.',
    );
  }
}

/** Whether somebody may do something with an object. @param owners users whom it belongs to. */
export function isAuthorized(
  { userId, isAdministrator }: Actor,
  action: Action,
  owners: readonly string[],
): boolean {
  const { by }: Rule = POLICY[action];
  if (by === 'ANYBODY' || by === 'IDENTITY') return true;
  if (isAdministrator && by !== 'OWNER') return true;
  return by !== 'ADMINISTRATOR' && userId !== null && owners.includes(userId);
}

/**
 * Refuses everybody who may not do something with an object.
 *
 * @param owners users whom it belongs to.
 * @throws FORBIDDEN
 */
export function authorize(actor: Actor, action: Action, owners: readonly string[]): void {
  if (isAuthorized(actor, action, owners)) {
    if (!isAuthorized({ ...actor, isAdministrator: false }, action, owners))
      actor.noteAdministration?.(action);
    return;
  }
  const { refusal }: Rule = POLICY[action];
  throw new AppError('FORBIDDEN', refusal ?? 'Only its owner may do this.');
}

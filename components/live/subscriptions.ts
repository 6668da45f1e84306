/** Subscriptions that pages follow with useLive. They are texts, so that the header needs no GraphQL library. */

type ActivityKind = 'STATE' | 'COMMENTS' | 'REACTIONS' | 'EVIDENCE' | 'VERDICTS' | 'STARS' | 'FINDING';

export const FINDING_ACTIVITY =
  'subscription FindingActivity($findingId: ID!) { findingActivity(findingId: $findingId) { kind } }';

export interface FindingActivityData {
  readonly findingActivity: { readonly kind: ActivityKind };
}

export const VIEWER_NOTIFICATIONS =
  'subscription ViewerNotifications { viewerNotifications { unreadCount newestId } }';

export interface ViewerNotificationsData {
  readonly viewerNotifications: { readonly unreadCount: number; readonly newestId: string | null };
}

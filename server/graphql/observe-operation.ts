/** Names of operations for metrics and traces: a client chooses any name, so only those of the site's own documents are labels. */
import { observeOperation } from '../observability/metrics/graphql';
import { currentScope } from '../scope';
import { withSpan } from '../observability/tracing/spans';
import { OPERATION_NAMES } from './generated/operation-names';

const NAMES: ReadonlySet<string> = new Set(OPERATION_NAMES);

/** The label of an operation's name. */
export function labelOperation(name: string | null | undefined): string {
  return name != null && NAMES.has(name) ? name : 'other';
}

export interface ObservedOperation {
  /** The operation's label, once its document has been read. */
  label: string;
}

/** Times and traces an operation; `work` sets its label. */
export async function timeOperation<T>(work: (operation: ObservedOperation) => Promise<T>): Promise<T> {
  const operation: ObservedOperation = { label: 'other' };
  const started = performance.now();
  return withSpan('graphql', {}, async () => {
    try {
      return await work(operation);
    } finally {
      observeOperation(operation.label, (performance.now() - started) / 1000);
      currentScope().span?.updateName(`graphql ${operation.label}`);
    }
  });
}

/** Execution of an operation for all entry points: HTTP, server-sent events, and server components. */
import {
  execute,
  getOperationAST,
  type DocumentNode,
  type FormattedExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { Cost } from './budget';
import type { Services } from '../services/services';
import { createContext, type Context, type Exchange } from './context';
import { formatError } from './errors';
import { estimateOperation } from './estimate-operation';
import { labelOperation, timeOperation } from './observe-operation';
import { schema } from './schema';

/** Amounts that count as one unit of work. */
const CHARACTERS_PER_UNIT = 5000;
const BYTES_PER_UNIT = 100_000;
/** Operations below this many units are never refused by rate limits, e.g. reading the progress of a run. */
const FREE_UNITS = 0.1;

export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/**
 * Checks a validated operation against its budget and the requester's rate limits before anything runs.
 *
 * @throws BAD_USER_INPUT for an operation that costs too much; QUOTA_EXCEEDED for a requester above the rate limit.
 */
export async function admitOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown> | null | undefined,
  context: Context,
): Promise<void> {
  const units = workUnits(estimateOperation(schema, document, operation, variables));
  if (units >= FREE_UNITS) await context.services.rates.takeWork(context.asker, units);
  context.admittedUnits = units;
}

/** Charges the cost of an operation beyond its estimate. */
export async function settleOperation(context: Context): Promise<void> {
  const more = workUnits(context.budget.spent()) - (context.admittedUnits ?? 0);
  if (more > 0) await context.services.rates.chargeWork(context.asker, more);
}

function workUnits({ engineCalls = 0, characters = 0, bytes = 0 }: Cost): number {
  return engineCalls + characters / CHARACTERS_PER_UNIT + bytes / BYTES_PER_UNIT;
}

/**
 * Runs a validated query or mutation, such as one of this site's own documents.
 *
 * @returns a result with errors as clients see them; it never throws.
 */
export async function runOperation(
  { document, operationName, variables }: OperationRequest,
  exchange: Exchange,
  services?: Services,
): Promise<FormattedExecutionResult> {
  return timeOperation(async (observed) => {
    try {
      const context = await createContext(exchange, services);
      const operation = getOperationAST(document, operationName);
      observed.label = labelOperation(operation?.name?.value);
      if (operation) await admitOperation(document, operation, variables, context);
      const { data, errors } = await execute({
        schema,
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? {},
        contextValue: context,
      });
      await settleOperation(context);
      return {
        ...(data !== undefined && { data }),
        ...(errors && { errors: errors.map((error) => formatError(error)) }),
      };
    } catch (error) {
      return { errors: [formatError(error)] };
    }
  });
}

/** What a request may cost, at both doors: HTTP and server-sent events. */
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';

/** Longest request body, in bytes: 64 pairs of prompts that fill GPT-2's context fit. */
export const MAX_BODY_BYTES = 1_000_000;
/** Lexical tokens of one document. */
export const MAX_DOCUMENT_TOKENS = 4000;
const MAX_DEPTH = 12;
const MAX_ALIASES = 40;

/** Validation rules beside GraphQL's own. */
export const limitRules: ValidationRule[] = [
  maxDepthRule({
    n: MAX_DEPTH,
    ...refusing(`The query nests deeper than ${MAX_DEPTH} levels; ask for less at a time.`),
  }),
  maxAliasesRule({
    n: MAX_ALIASES,
    ...refusing(`The query has more than ${MAX_ALIASES} aliases; ask for less at a time.`),
  }),
];

/** Reports as validation does; by default these rules throw, which would count as a failure of the server. */
function refusing(message: string) {
  const report = (context: ValidationContext | null): void => context?.reportError(new GraphQLError(message));
  return { onReject: [report], propagateOnRejection: false };
}

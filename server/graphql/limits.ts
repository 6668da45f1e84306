/** Limits of a document's size and shape, for every entry point. budget.ts limits its cost. */
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, type ASTVisitor, type ValidationContext, type ValidationRule } from 'graphql';

/** Longest request body, in bytes: 64 pairs of prompts that fill GPT-2's context fit. */
export const MAX_BODY_BYTES = 1_000_000;
/** Longest body of an operation that takes a file: importRun and checkFile. As JSON in JSON a file of MAX_IMPORT_BYTES is longer. */
export const MAX_FILE_BODY_BYTES = 24_000_000;
/** Lexical tokens of one document. */
export const MAX_DOCUMENT_TOKENS = 4000;
const MAX_DEPTH = 12;
const MAX_ALIASES = 40;
/** Characters of a name. Aliases are repeated in the response and in error paths. */
const MAX_NAME = 200;

/** Validation rules in addition to GraphQL's own. */
export const limitRules: ValidationRule[] = [
  maxNameRule,
  maxDepthRule({
    n: MAX_DEPTH,
    // A fragment adds no level to the answer; the documents of the site have many.
    flattenFragments: true,
    ...refusing(`The query nests deeper than ${MAX_DEPTH} levels. Request less at a time.`),
  }),
  maxAliasesRule({
    n: MAX_ALIASES,
    ...refusing(`The query has more than ${MAX_ALIASES} aliases. Request less at a time.`),
  }),
];

function maxNameRule(context: ValidationContext): ASTVisitor {
  return {
    Name({ value }) {
      if (value.length <= MAX_NAME) return;
      const message = `'${value.slice(0, 20)}…' is ${value.length} characters long; the limit for a name is ${MAX_NAME}.`;
      context.reportError(new GraphQLError(message));
    },
  };
}

/** Makes these rules report validation errors; by default they throw, which would count as a server error. */
function refusing(message: string) {
  const report = (context: ValidationContext | null): void => context?.reportError(new GraphQLError(message));
  return { onReject: [report], propagateOnRejection: false };
}

/**
 * What an operation will cost at least, from its document and coerced variables, before anything runs.
 *
 * Walks what would be executed: fields of one response name merged, fragments expanded, @skip and @include applied.
 */
import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isListType,
  isLeafType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { badUserInput } from '../errors';
import { checkLimits, emptyCost, UNITS, type Cost, type Unit } from './budget';
import { FIELD_COSTS } from './field-costs';

/** Bytes of one number, word or name in an answer, about. */
export const BYTES_PER_VALUE = 16;
/** Fields that a document may have once its fragments are expanded. */
const MAX_EXPANDED_FIELDS = 20_000;
/** Length of lists in introspection, about. */
const INTROSPECTED = 12;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Record<string, unknown>;
  readonly cost: Record<Unit, number>;
  visited: number;
}

/**
 * Estimates a validated operation.
 *
 * @returns nothing of each unit for variables that do not fit their types: execution refuses them.
 * @throws BAD_USER_INPUT when a limit is exceeded.
 */
export function estimateOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown> | null | undefined,
): Cost {
  const cost = emptyCost();
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, {
    maxErrors: 1,
  });
  if (coerced.coerced === undefined) return cost;
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const walk: Walk = { schema, fragments, variables: coerced.coerced, cost, visited: 0 };
  const root = schema.getRootType(operation.operation);
  if (root) visitSelections(walk, root, [operation.selectionSet], 1);
  checkLimits(cost);
  return cost;
}

/** @param times how often these selections are resolved. */
function visitSelections(
  walk: Walk,
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
  times: number,
): void {
  const fields = new Map<string, FieldNode[]>();
  const visitedFragments = new Set<string>();
  for (const selection of selections) collectFields(walk, type, selection, fields, visitedFragments);
  for (const nodes of fields.values()) visitField(walk, type, nodes, times);
}

function visitField(walk: Walk, type: GraphQLObjectType, nodes: readonly FieldNode[], times: number): void {
  const { schema, cost, variables } = walk;
  const [node] = nodes as [FieldNode];
  const name = node.name.value;
  const isIntrospection = name.startsWith('__') || type.name.startsWith('__');
  const field =
    name === '__schema' ? SchemaMetaFieldDef : name === '__type' ? TypeMetaFieldDef : type.getFields()[name];
  // __typename costs as much as any other leaf.
  if (!field) return charge(walk, { fields: times, bytes: times * BYTES_PER_VALUE });
  const entry = isIntrospection ? introspectionCost(field.type) : FIELD_COSTS[`${type.name}.${name}`];
  const args = readArguments(field, node, variables);
  // Arguments that cannot be coerced are refused by the field itself.
  const known = args && entry?.known ? entry.known(args) : {};
  const below = times * Math.max(1, (args && entry?.times?.(args)) ?? 1);
  for (const unit of UNITS) cost[unit] += times * (known[unit] ?? 0);
  const result = getNamedType(field.type);
  if (isLeafType(result)) {
    charge(walk, { fields: times, bytes: below * BYTES_PER_VALUE });
    return;
  }
  charge(walk, { fields: times });
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  if (isObjectType(result)) visitSelections(walk, result, selections, below);
  else if (isAbstractType(result)) {
    for (const possible of schema.getPossibleTypes(result)) {
      visitSelections(walk, possible, selections, below);
    }
  }
}

function charge(walk: Walk, cost: Cost): void {
  for (const unit of UNITS) walk.cost[unit] += cost[unit] ?? 0;
  if (++walk.visited > MAX_EXPANDED_FIELDS) {
    const message = `This operation has more than ${MAX_EXPANDED_FIELDS} fields once its fragments are expanded. Use fragments in fewer places.`;
    throw badUserInput([{ path: '', message }], {
      budget: { unit: 'fields', figure: walk.visited, limit: MAX_EXPANDED_FIELDS },
    });
  }
}

function readArguments(
  field: Parameters<typeof getArgumentValues>[0],
  node: FieldNode,
  variables: Record<string, unknown>,
): Record<string, unknown> | null {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return null;
  }
}

function introspectionCost(type: GraphQLOutputType): { known?: undefined; times: () => number } {
  return { times: () => (isListType(getNullableType(type)) ? INTROSPECTED : 1) };
}

/** As the executor collects them: each fragment once a selection set. */
function collectFields(
  walk: Walk,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  fields: Map<string, FieldNode[]>,
  visitedFragments: Set<string>,
): void {
  for (const selection of selectionSet.selections) {
    if (!isIncluded(selection, walk.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const name = selection.alias?.value ?? selection.name.value;
      const known = fields.get(name);
      if (known) known.push(selection);
      else fields.set(name, [selection]);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (fits(walk, type, selection.typeCondition?.name.value)) {
        collectFields(walk, type, selection.selectionSet, fields, visitedFragments);
      }
    } else {
      const fragment = walk.fragments.get(selection.name.value);
      if (!fragment || visitedFragments.has(selection.name.value)) continue;
      visitedFragments.add(selection.name.value);
      if (fits(walk, type, fragment.typeCondition.name.value)) {
        collectFields(walk, type, fragment.selectionSet, fields, visitedFragments);
      }
    }
  }
}

function fits({ schema }: Walk, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

function isIncluded(
  node: SelectionSetNode['selections'][number],
  variables: Record<string, unknown>,
): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables);
  if (skip?.['if'] === true) return false;
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variables);
  return include?.['if'] !== false;
}

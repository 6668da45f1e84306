/** Writes a family as a definition, to begin one's own from. */
import { Document, isMap, isSeq, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Family } from '../../../domain/prompts/family';

/** The definition of a family in YAML; `readDefinition` reads it as a family that generates the same pairs. */
export function writeDefinition({
  templates,
  words,
  variables,
  different,
  slots,
  corruptions,
  answers,
  roles,
}: Family): string {
  const written = Object.entries(slots).filter(
    ([slot, expression]) => slot !== expression || !Object.hasOwn(variables, slot),
  );
  const document = new Document({
    templates: Object.fromEntries(templates.map(({ id, text }) => [id, text])),
    words,
    variables,
    ...(different.length > 0 && { different }),
    ...(written.length > 0 && { slots: Object.fromEntries(written) }),
    corruptions: Object.fromEntries(
      corruptions.map(({ id, name, slots: changed, incorrect }) => [
        id,
        { name, slots: changed, ...(incorrect !== undefined && { incorrect }) },
      ]),
    ),
    answers:
      answers.kind === 'above'
        ? { above: answers.number }
        : { correct: answers.correct, incorrect: answers.incorrect },
    ...(roles.length > 0 && { roles }),
  });
  // Collections of scalars are on one line: {A: names, B: names}.
  visit(document, {
    Collection(_, node) {
      node.flow = isSeq(node)
        ? holdsScalars(node)
        : isMap(node) && holdsScalars(node) && !isTemplates(document, node);
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function holdsScalars(node: YAMLMap | YAMLSeq): boolean {
  return node.items.every((item) => {
    const value = 'value' in (item as object) && isMap(node) ? (item as { value: unknown }).value : item;
    return !isMap(value) && !isSeq(value);
  });
}

function isTemplates(document: Document, node: YAMLMap): boolean {
  return document.get('templates', true) === (node as unknown);
}

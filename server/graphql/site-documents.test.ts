/** The documents of the site are within the limits of the API: browsers send them, and pages show them as code. */
import { Kind, print, validate, type DocumentNode } from 'graphql';
import { expect, it } from 'vitest';
import * as documents from '../../components/generated/graphql';
import { limitRules } from './limits';
import { schema } from './schema';

const found = Object.entries(documents).filter(
  (entry): entry is [string, DocumentNode] => (entry[1] as Partial<DocumentNode>).kind === Kind.DOCUMENT,
);

it.each(found.filter(([name]) => name.endsWith('Document')))('%s', (_, document) => {
  expect(
    validate(schema, document, limitRules).map(({ message }) => message),
    print(document).slice(0, 200),
  ).toEqual([]);
});

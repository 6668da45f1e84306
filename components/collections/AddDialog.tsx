'use client';

import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../dialog/Dialog';
import { MAX_COLLECTION_TITLE } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import {
  AddToCollectionDocument,
  CreateCollectionDocument,
  OwnCollectionsDocument,
} from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import classes from './collections.module.css';

/** Adds a finding to a collection of the visitor's, or to a new one. */
export function AddDialog({
  findingId,
  onClose,
}: {
  readonly findingId: string;
  readonly onClose: () => void;
}) {
  const { data, error: unread } = useQuery(OwnCollectionsDocument, { fetchPolicy: 'no-cache' });
  const [title, setTitle] = useState('');
  const [added, setAdded] = useState<{ readonly slug: string; readonly title: string } | null>(null);
  const [add, adding] = useMutation(AddToCollectionDocument);
  const [create, creating] = useMutation(CreateCollectionDocument);
  const error: unknown = unread ?? adding.error ?? creating.error;
  const own = data?.collections.edges.map(({ node }) => node) ?? [];
  const addTo = async (collection: (typeof own)[number]): Promise<void> => {
    const answer = await add({ variables: { collectionId: collection.id, findingId } });
    if (answer.data) setAdded(collection);
  };
  const start = async (): Promise<void> => {
    const answer = await create({ variables: { input: { title, items: [{ finding: findingId }] } } });
    if (answer.data) setAdded({ slug: answer.data.createCollection.slug, title });
  };
  return (
    <Dialog onClose={onClose} title="Add to a collection">
      <Stack gap="sm">
        {added ? (
          <Notice>
            It is in <TextLink href={`/collections/${added.slug}`}>{added.title}</TextLink>.
          </Notice>
        ) : (
          <>
            {own.length > 0 && (
              <ul className={classes.choices} aria-label="Your collections">
                {own.map((collection) => (
                  <li key={collection.id}>
                    <span>
                      {collection.title}{' '}
                      <Text span size="xs" c="dimmed">
                        {collection.findingCount} {collection.findingCount === 1 ? 'finding' : 'findings'}
                      </Text>
                    </span>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Add to ${collection.title}`}
                      loading={adding.loading}
                      onClick={() => void addTo(collection).catch(() => {})}
                    >
                      Add
                    </Button>
                  </li>
                ))}
              </ul>
            )}
            <form
              onSubmit={(event) => {
                event.preventDefault();
                start().catch(() => {});
              }}
            >
              <Group gap="xs" align="flex-end" wrap="nowrap">
                <TextInput
                  label="New collection"
                  description="Private until you change it."
                  value={title}
                  maxLength={MAX_COLLECTION_TITLE}
                  onChange={(event) => setTitle(event.currentTarget.value)}
                  style={{ flex: 1, minWidth: 0 }}
                  required
                />
                <Button type="submit" loading={creating.loading}>
                  Create
                </Button>
              </Group>
            </form>
          </>
        )}
        {error ? <Notice tone="error">{readError(error).message}</Notice> : null}
      </Stack>
    </Dialog>
  );
}

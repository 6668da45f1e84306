'use client';

import { useApolloClient, useMutation } from '@apollo/client/react';
import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { MAX_COLLECTION_TITLE } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import {
  CollectionPageDocument,
  CreateCollectionDocument,
  SaveCollectionDocument,
  type CollectionView_CollectionFragment,
  type CollectionVisibility,
} from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { addItem, createDraft, moveItem, removeItem, sendItems, writeText } from './collection-draft';
import { CollectionItemField } from './CollectionItemField';
import classes from './collections.module.css';
import { FindingPicker } from './FindingPicker';
import { VISIBILITY_TEXTS } from './visibility-texts';

interface CollectionEditorProps {
  /** Null for a new one. */
  readonly collection: CollectionView_CollectionFragment | null;
  readonly onSaved: (slug: string) => void;
  readonly onCancel: () => void;
}

/**
 * The form of a collection. Nothing is stored before it is saved. When somebody else has saved meanwhile, what was written stays
 * in the form.
 */
export function CollectionEditor({ collection, onSaved, onCancel }: CollectionEditorProps) {
  const client = useApolloClient();
  const [draft, setDraft] = useState(() => createDraft(collection));
  const [version, setVersion] = useState(collection?.version ?? 0);
  const [create, creating] = useMutation(CreateCollectionDocument);
  const [save, saving] = useMutation(SaveCollectionDocument);
  const error: unknown = creating.error ?? saving.error;
  const problem = error ? readError(error) : null;
  const isConflict = problem?.code === 'CONFLICT';
  const findIssue = (path: string): string | undefined =>
    problem?.issues
      .filter((issue) => issue.path === path || issue.path.startsWith(`${path}.`))
      .map(({ message }) => message)
      .join(' ') || undefined;
  const store = async (over: number): Promise<void> => {
    const { title, visibility } = draft;
    const content = { title, visibility, items: sendItems(draft) };
    if (collection === null) {
      const { data } = await create({ variables: { input: content } });
      if (data) onSaved(data.createCollection.slug);
      return;
    }
    const { data } = await save({ variables: { input: { ...content, id: collection.id, version: over } } });
    if (data) onSaved(collection.slug);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    store(version).catch(() => {});
  };
  const overwrite = async (): Promise<void> => {
    const { data } = await client.query({
      query: CollectionPageDocument,
      variables: { slug: collection!.id },
      fetchPolicy: 'no-cache',
    });
    if (!data?.collection) return;
    setVersion(data.collection.version);
    await store(data.collection.version);
  };
  const canShare = collection === null || collection.isMine;
  return (
    <form onSubmit={submit} aria-label="Collection">
      <Stack gap="sm">
        <Title order={1}>{collection ? 'Edit the collection' : 'New collection'}</Title>
        <TextInput
          label="Title"
          value={draft.title}
          onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
          error={findIssue('title')}
          maxLength={MAX_COLLECTION_TITLE}
          required
        />
        <NativeSelect
          label="Who can open it"
          value={draft.visibility}
          disabled={!canShare}
          description={canShare ? undefined : 'Only the owner of the collection can change this.'}
          onChange={(event) =>
            setDraft({ ...draft, visibility: event.currentTarget.value as CollectionVisibility })
          }
          data={Object.entries(VISIBILITY_TEXTS).map(([value, { explained }]) => ({
            value,
            label: explained,
          }))}
        />
        <ol className={classes.items} aria-label="Findings and texts">
          {draft.items.map((item, index) => (
            <CollectionItemField
              key={item.key}
              item={item}
              number={index + 1}
              count={draft.items.length}
              error={findIssue(`items.${index}`)}
              onWrite={(text) => setDraft(writeText(draft, item.key, text))}
              onMove={(by) => setDraft(moveItem(draft, item.key, by))}
              onRemove={() => setDraft(removeItem(draft, item.key))}
            />
          ))}
        </ol>
        {draft.items.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing is in it yet.
          </Text>
        )}
        <FindingPicker
          chosen={draft.items.flatMap(({ finding }) => finding?.id ?? [])}
          onPick={(finding) => setDraft(addItem(draft, finding))}
        />
        <Group>
          <Button variant="default" size="xs" onClick={() => setDraft(addItem(draft, null))}>
            Add a text
          </Button>
        </Group>
        {findIssue('items') !== undefined && problem?.issues.some(({ path }) => path === 'items') && (
          <Notice tone="error">{problem.issues.find(({ path }) => path === 'items')!.message}</Notice>
        )}
        {problem && problem.issues.length === 0 && (
          <Notice tone="error" {...(isConflict && { title: 'Somebody else has saved this collection' })}>
            {problem.message}
            {isConflict && (
              <Group mt="xs" gap="xs">
                <TextLink href={`/collections/${collection!.slug}`} {...{ target: '_blank' }}>
                  Open the stored version in a new tab
                </TextLink>
                <Button size="compact-xs" color="red" onClick={() => void overwrite().catch(() => {})}>
                  Save mine over it
                </Button>
              </Group>
            )}
          </Notice>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={creating.loading || saving.loading}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

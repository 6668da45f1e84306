'use client';

import { useMutation } from '@apollo/client/react';
import { Badge, Button, Group, Text, Title } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { startTransition, useState } from 'react';
import { readError } from '../apollo/read-error';
import { SummaryView } from '../text/SummaryView';
import {
  DeleteCollectionDocument,
  ForkCollectionDocument,
  type CollectionView_CollectionFragment,
} from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { UserLink } from '../site/UserLink';
import { CollectionEditor } from './CollectionEditor';
import { CollectionFinding } from './CollectionFinding';
import { ShareDialog } from './ShareDialog';
import classes from './collections.module.css';
import { VISIBILITY_TEXTS } from './visibility-texts';

interface CollectionViewProps {
  readonly collection: CollectionView_CollectionFragment;
  readonly isAdministrator: boolean;
}

/** A collection: its findings in their order with the text between them, and what the visitor can do with it. */
export function CollectionView({ collection, isAdministrator }: CollectionViewProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'edit' | 'share' | 'delete' | null>(null);
  const [fork, forking] = useMutation(ForkCollectionDocument);
  const [remove, removing] = useMutation(DeleteCollectionDocument);
  const { id, title, visibility, updatedAt, owner, editors, forkedFrom, items, isMine, canSave } = collection;
  const copy = async (): Promise<void> => {
    const { data } = await fork({ variables: { id } });
    if (data) router.push(`/collections/${data.forkCollection.slug}`);
  };
  const destroy = async (): Promise<void> => {
    await remove({ variables: { id } });
    router.push('/collections');
    router.refresh();
  };
  if (open === 'edit')
    return (
      <CollectionEditor
        collection={collection}
        onSaved={() => {
          setOpen(null);
          router.refresh();
        }}
        onCancel={() => setOpen(null)}
      />
    );
  return (
    <div>
      <Title order={1} className={classes.title}>
        {title}
      </Title>
      <Group gap={8} mt={6}>
        <Text size="sm" c="dimmed">
          <UserLink user={owner} />, changed {updatedAt.slice(0, 10)}
          {editors.length > 0 && ', with '}
          {editors.map((editor, index) => (
            <span key={editor.id}>
              {index > 0 && ', '}
              <UserLink user={editor} />
            </span>
          ))}
        </Text>
        {visibility !== 'PUBLIC' && (
          <Badge variant="light" color="gray">
            {VISIBILITY_TEXTS[visibility].word}
          </Badge>
        )}
      </Group>
      {forkedFrom && (
        <Text size="sm" mt={4}>
          Copied from <TextLink href={`/collections/${forkedFrom.slug}`}>{forkedFrom.title}</TextLink>.
        </Text>
      )}
      <Group gap={8} my={8}>
        {canSave && (
          <Button
            size="compact-xs"
            variant="default"
            // The button answers at once; the form that follows takes longer to draw.
            onClick={() => startTransition(() => setOpen('edit'))}
          >
            Edit
          </Button>
        )}
        {isMine && (
          <Button size="compact-xs" variant="default" onClick={() => setOpen('share')}>
            Editors
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="default"
          loading={forking.loading}
          onClick={() => void copy().catch(() => {})}
        >
          Fork
        </Button>
        {(isMine || isAdministrator) && (
          <Button size="compact-xs" variant="default" onClick={() => setOpen('delete')}>
            Delete
          </Button>
        )}
      </Group>
      {forking.error && <Notice tone="error">{readError(forking.error).message}</Notice>}
      {items.length === 0 && (
        <Text mt="md" size="sm" c="dimmed">
          This collection is empty.
          {canSave && ' Add findings with Edit, or with “Add to collection” on the page of a finding.'}
        </Text>
      )}
      <ItemList items={items} />
      {open === 'share' && (
        <ShareDialog
          id={id}
          editors={editors}
          onClose={() => setOpen(null)}
          onShared={() => {
            setOpen(null);
            router.refresh();
          }}
        />
      )}
      {open === 'delete' && (
        <ConfirmDialog
          heading="Delete this collection?"
          action="Delete the collection"
          isBusy={removing.loading}
          error={removing.error}
          onConfirm={() => void destroy().catch(() => {})}
          onClose={() => {
            setOpen(null);
            removing.reset();
          }}
        >
          Its order and its texts are deleted, and links to it stop working. The findings stay.
        </ConfirmDialog>
      )}
    </div>
  );
}

function ItemList({ items }: Pick<CollectionView_CollectionFragment, 'items'>) {
  const numbers = items.map((_, at) => items.slice(0, at + 1).filter(({ text }) => text === null).length);
  return (
    <ol className={classes.items}>
      {items.map(({ finding, textTree, text }, index) =>
        text === null ? (
          <li key={finding?.id ?? index} className={classes.finding}>
            <span className={classes.number}>{numbers[index]}.</span>
            {finding ? <CollectionFinding finding={finding} /> : 'A finding that cannot be read.'}
          </li>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- a stored list does not change
          <li key={index} className={classes.text}>
            {textTree === null ? text : <SummaryView tree={textTree} kinds={[]} />}
          </li>
        ),
      )}
    </ol>
  );
}

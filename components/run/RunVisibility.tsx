'use client';

import { Button, CopyButton, Group, NativeSelect, Text } from '@mantine/core';
import { usePageActions } from '../actions/page-actions';
import { readError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import { SetRunVisibilityDocument, type RunView_RunFragment, type RunVisibility } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface RunVisibilityFieldProps {
  readonly run: Pick<RunView_RunFragment, 'id' | 'isMine' | 'visibility' | 'finding'>;
}

/** Who can open a run. Its owner can change it, unless a finding needs it to be public, and can copy the link. */
export function RunVisibilityField({ run }: RunVisibilityFieldProps) {
  const { id, isMine, visibility, finding } = run;
  const [set, { loading, error }] = useLateMutation(SetRunVisibilityDocument);
  const choose = (wanted: RunVisibility): void => {
    set({ variables: { id, visibility: wanted } }).catch(() => {});
  };
  usePageActions(
    visibility === 'PRIVATE'
      ? []
      : [
          {
            id: 'copy-link',
            label: 'Copy the link to this run',
            keywords: 'share address',
            run: () => void navigator.clipboard.writeText(formatAddress(id)).catch(() => {}),
          },
        ],
  );
  return (
    <>
      <Group gap="xs">
        {isMine && finding === null ? (
          <NativeSelect
            size="xs"
            aria-label="Visibility"
            value={visibility}
            disabled={loading}
            onChange={(event) => choose(event.currentTarget.value as RunVisibility)}
            data={listChoices(visibility)}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {finding === null ? DESCRIPTIONS[visibility] : 'Public: a finding rests on it.'}
          </Text>
        )}
        {visibility !== 'PRIVATE' && (
          <CopyButton value={formatAddress(id)}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {copied ? 'Link copied' : 'Copy the link'}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
    </>
  );
}

const DESCRIPTIONS = {
  PRIVATE: 'Private: only its owner and administrators can open it.',
  UNLISTED: 'Anyone with the link can open it.',
  PUBLIC: 'Public.',
} as const satisfies Readonly<Record<RunVisibility, string>>;

/** Runs become public by publishing, so that choice is there only to be taken back. */
function listChoices(current: RunVisibility): { value: RunVisibility; label: string }[] {
  return [
    { value: 'PRIVATE', label: 'Private: only you can open it' },
    { value: 'UNLISTED', label: 'Anyone with the link can open it' },
    ...(current === 'PUBLIC' ? [{ value: current, label: 'Public: in the list of all runs' }] : []),
  ];
}

/** On the server there is no address; nobody copies there. */
function formatAddress(id: string): string {
  const path = `/runs/${id}`;
  return typeof location === 'undefined' ? path : new URL(path, location.href).href;
}

'use client';

import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../dialog/Dialog';
import type { Comment_CommentFragment } from '../../generated/graphql';
import classes from './discussion.module.css';

interface CommentHistoryProps {
  readonly editedAt: string;
  readonly revisions: Comment_CommentFragment['revisions'];
}

/** Says that a comment was edited, and shows the texts that it had before. */
export function CommentHistory({ editedAt, revisions }: CommentHistoryProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {' '}
      <button type="button" className={classes.about} onClick={() => setOpen(true)}>
        edited {editedAt.slice(0, 10)}
      </button>
      {isOpen && (
        <Dialog onClose={() => setOpen(false)} title="Earlier texts of this comment" size="lg">
          <Stack gap="md">
            {revisions.map(({ createdAt, text }) => (
              <div key={createdAt}>
                <Text size="xs" c="dimmed">
                  {createdAt.slice(0, 16).replace('T', ' ')} UTC
                </Text>
                <p className={classes.earlier}>{text}</p>
              </div>
            ))}
          </Stack>
        </Dialog>
      )}
    </>
  );
}

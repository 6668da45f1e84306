'use client';

import { useState } from 'react';
import { useLateMutation } from '../../apollo/use-late-mutation';
import {
  DeleteCommentDocument,
  HideCommentDocument,
  SendReportDocument,
  UnhideCommentDocument,
  type Comment_CommentFragment,
} from '../../generated/graphql';
import { ReasonDialog } from '../../moderation/ReasonDialog';
import { ConfirmDialog } from '../../site/ConfirmDialog';
import classes from './discussion.module.css';

interface CommentActionsProps {
  readonly comment: Comment_CommentFragment;
  readonly isAdministrator: boolean;
  readonly onReply: () => void;
  readonly onEdit: () => void;
  readonly onChange: () => Promise<void>;
}

/** Reply, Edit, Delete, Report, and for administrators Hide. */
export function CommentActions({ comment, isAdministrator, onReply, onEdit, onChange }: CommentActionsProps) {
  const { id, state, canEdit, canDelete } = comment;
  const [open, setOpen] = useState<'delete' | 'report' | 'hide' | null>(null);
  const [isReported, setReported] = useState(false);
  const [remove, removing] = useLateMutation(DeleteCommentDocument);
  const [report] = useLateMutation(SendReportDocument);
  const [hide] = useLateMutation(HideCommentDocument);
  const [unhide] = useLateMutation(UnhideCommentDocument);
  const isHidden = state === 'HIDDEN';
  const close = (): void => {
    setOpen(null);
    removing.reset();
  };
  const confirmDelete = async (): Promise<void> => {
    await remove({ variables: { id } });
    close();
    await onChange();
  };
  const sendReport = async (reason: string): Promise<void> => {
    await report({ variables: { commentId: id, reason } });
    setReported(true);
    close();
  };
  const changeHiding = async (reason: string): Promise<void> => {
    await (isHidden ? unhide : hide)({ variables: { id, reason } });
    close();
    await onChange();
  };
  return (
    <>
      {!isHidden && <Action onClick={onReply}>Reply</Action>}
      {canEdit && !isHidden && <Action onClick={onEdit}>Edit</Action>}
      {canDelete && <Action onClick={() => setOpen('delete')}>Delete</Action>}
      {!canEdit && !isHidden && !isReported && <Action onClick={() => setOpen('report')}>Report</Action>}
      {isReported && <span role="status">Reported</span>}
      {isAdministrator && <Action onClick={() => setOpen('hide')}>{isHidden ? 'Show again' : 'Hide'}</Action>}
      {open === 'delete' && (
        <ConfirmDialog
          heading="Delete this comment?"
          action="Delete the comment"
          isBusy={removing.loading}
          error={removing.error}
          onConfirm={() => void confirmDelete().catch(() => {})}
          onClose={close}
        >
          Its text and its history are deleted. A placeholder stays while the comment has answers.
        </ConfirmDialog>
      )}
      {open === 'report' && (
        <ReasonDialog
          heading="Report this comment"
          description="The administrators of this site read it. The author of the comment does not see it."
          action="Send the report"
          onSubmit={sendReport}
          onClose={close}
        />
      )}
      {open === 'hide' && (
        <ReasonDialog
          heading={isHidden ? 'Show this comment again' : 'Hide this comment'}
          description="The reason is written to the audit log."
          action={isHidden ? 'Show again' : 'Hide'}
          onSubmit={changeHiding}
          onClose={close}
        />
      )}
    </>
  );
}

function Action({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <button type="button" className={classes.action} onClick={onClick}>
      {children}
    </button>
  );
}

'use client';

import { Button, Group, Stack, Tabs, Textarea } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { MAX_COMMENT } from '../../../domain/limits';
import { readError } from '../../apollo/read-error';
import { TextPreview } from '../../text/TextPreview';
import type { SweepKind } from '../../generated/graphql';
import { Notice } from '../../site/Notice';
import { MentionList } from './MentionList';
import { useMentions } from './use-mentions';
import classes from './discussion.module.css';

interface CommentFormProps {
  readonly findingId: string;
  /** Sweep kinds of the run; references can point to their cells. */
  readonly kinds: readonly SweepKind[];
  /** Label of the text field. */
  readonly label: string;
  /** Label of the button that saves. */
  readonly action: string;
  readonly initial?: string;
  readonly isFocused?: boolean;
  /** Rejects when it was not saved; what was typed then stays. */
  readonly onSave: (text: string) => Promise<void>;
  /** Left out where the form stays open. */
  readonly onCancel?: () => void;
}

/** A field for a comment in Markdown with a preview, and completions of names after an @. */
export function CommentForm(props: CommentFormProps) {
  const { findingId, kinds, label, action, initial = '', isFocused = false, onSave, onCancel } = props;
  const [text, setText] = useState(initial);
  const [tab, setTab] = useState<string | null>('write');
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions(findingId, field, text, setText);
  const problem = error ? readError(error) : null;
  const issue = problem?.issues.find(({ path }) => path === 'text')?.message;
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      await onSave(text);
      setText('');
      setError(null);
    } catch (reason) {
      setError(reason);
    } finally {
      setSaving(false);
    }
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="xs">
        <Tabs value={tab} onChange={setTab} variant="outline">
          <Tabs.List>
            <Tabs.Tab value="write">Write</Tabs.Tab>
            <Tabs.Tab value="preview">Preview</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="write" pt="xs" className={classes.field}>
            <Textarea
              ref={field}
              label={label}
              description="Markdown with formulas, such as $x^T W_E$. [[L9H9]] links to a cell, @ mentions somebody."
              value={text}
              onChange={(event) => {
                setText(event.currentTarget.value);
                mentions.look();
              }}
              onKeyDown={mentions.onKeyDown}
              onBlur={mentions.close}
              error={issue}
              maxLength={MAX_COMMENT}
              autosize
              minRows={2}
              maxRows={14}
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- only a form that was opened by a button
              autoFocus={isFocused}
              required
              {...mentions.fieldProps}
            />
            <MentionList {...mentions} />
          </Tabs.Panel>
          <Tabs.Panel value="preview" pt="xs" mih={72}>
            {/* Mantine keeps hidden panels mounted, and the preview asks the server. */}
            {tab === 'preview' && <TextPreview text={showMentionNames(text)} kinds={kinds} />}
          </Tabs.Panel>
        </Tabs>
        {problem && issue === undefined && <Notice tone="error">{problem.message}</Notice>}
        <Group gap="xs">
          <Button type="submit" size="xs" loading={isSaving}>
            {action}
          </Button>
          {onCancel && (
            <Button size="xs" variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** Shows mentions by their names; the server knows the present ones. */
function showMentionNames(text: string): string {
  return text.replaceAll(/@\[((?:\\.|[^\]\\])*)\]\([\w-]+\)/g, '**@$1**');
}

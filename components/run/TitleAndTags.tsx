import { TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAX_RUN_TITLE, MAX_TAGS } from '../../domain/limits';
import { findIssue, type FieldIssue } from '../apollo/read-error';

interface Edited {
  /** Empty without a title of the owner's. */
  readonly title: string;
  readonly tags: readonly string[];
}

/** What is known of a run before it is edited. */
export interface TitledRun {
  /** Null where the owner has given none. */
  readonly ownTitle: string | null;
  /** The owner's, or the one that is made from the prompts. */
  readonly title: string;
  readonly tags: readonly string[];
}

/** Title and tags of a run while they are edited. */
export function useTitleAndTags({ ownTitle, tags }: Pick<TitledRun, 'ownTitle' | 'tags'>) {
  const title = ownTitle ?? '';
  const [edited, setEdited] = useState<Edited>({ title, tags });
  return {
    edited,
    setEdited,
    /** What `EditRunInput` needs. An unchanged title stays the one that is made from the prompts. */
    changes: { ...(edited.title !== title && { title: edited.title }), tags: [...edited.tags] },
  };
}

interface TitleAndTagsProps {
  readonly run: Pick<TitledRun, 'ownTitle' | 'title'>;
  readonly edited: Edited;
  readonly onChange: (edited: Edited) => void;
  readonly issues: readonly FieldIssue[];
}

/** The fields of `useTitleAndTags`. */
export function TitleAndTags({ run, edited, onChange, issues }: TitleAndTagsProps) {
  return (
    <>
      <TextInput
        label="Title"
        description="Leave it empty to use a title made from the prompts."
        // What it is called without a title of its own; the API does not say that of a run which has one.
        placeholder={run.ownTitle === null ? run.title : undefined}
        value={edited.title}
        maxLength={MAX_RUN_TITLE}
        onChange={(event) => onChange({ ...edited, title: event.currentTarget.value })}
        error={findIssue(issues, 'title')}
        data-autofocus
      />
      <TagsInput
        label="Tags"
        description="Words to find it by in the list of runs. Enter or a comma ends a tag."
        placeholder={edited.tags.length === 0 ? 'ioi, name-movers' : undefined}
        value={[...edited.tags]}
        onChange={(tags) => onChange({ ...edited, tags })}
        error={findIssue(issues, 'tags')}
        maxTags={MAX_TAGS}
      />
    </>
  );
}

import { TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAX_RUN_TITLE, MAX_TAGS } from '../../domain/limits';
import { findIssue, type FieldIssue } from '../apollo/read-error';

interface Edited {
  readonly title: string;
  readonly tags: readonly string[];
}

/** Title and tags of a run while they are edited. */
export function useTitleAndTags({ title, tags }: Edited) {
  const [edited, setEdited] = useState<Edited>({ title, tags });
  return {
    edited,
    setEdited,
    /** What `EditRunInput` needs. An unchanged title stays the one that is made from the prompts. */
    changes: { ...(edited.title !== title && { title: edited.title }), tags: [...edited.tags] },
  };
}

interface TitleAndTagsProps {
  readonly edited: Edited;
  readonly onChange: (edited: Edited) => void;
  readonly issues: readonly FieldIssue[];
}

/** The fields of `useTitleAndTags`. */
export function TitleAndTags({ edited, onChange, issues }: TitleAndTagsProps) {
  return (
    <>
      <TextInput
        label="Title"
        description="Leave it empty to use a title made from the prompts."
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

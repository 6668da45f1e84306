'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Checkbox, Group, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { readError, type FieldIssue } from '../apollo/read-error';
import {
  CreateRunDocument,
  type Direction,
  type NewRunOptionsQuery,
  type SweepKind,
} from '../generated/graphql';
import { formatMs } from '../run/format-ms';
import { SECTIONS } from '../run/kinds';
import { Notice } from '../site/Notice';
import {
  EMPTY_PAIR,
  firstDraft,
  forgetDraft,
  keepDraft,
  keptDraft,
  type Draft,
  type DraftPair,
} from './draft';
import { PairFields } from './PairFields';
import { PasteDialog, type Notation } from './PasteDialog';
import { SweepFields } from './SweepFields';
import { usePreview } from './use-preview';
import classes from './new-run.module.css';

interface NewRunFormProps {
  readonly options: NewRunOptionsQuery;
  /** Preset that the address asks for; empty for none. */
  readonly preset: string;
}

const DIRECTION_TEXT: Record<Direction, string> = {
  DENOISING: 'Clean activations into the corrupted run: what suffices to restore the answer?',
  NOISING: 'Corrupted activations into the clean run: what is needed for the answer?',
};

/** From prompts to a queued run; nothing that was typed is lost, whatever the server says of it. */
export function NewRunForm({ options, preset }: NewRunFormProps) {
  const router = useRouter();
  const [draft, setDraft] = useState<Draft>(() => firstDraft(options, preset));
  const [pasting, setPasting] = useState<Notation | null>(null);
  const [hasTried, setHasTried] = useState(false);
  const [create, creating] = useMutation(CreateRunDocument);
  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepDraft(next);
    if (creating.error) creating.reset();
  };
  const isBlank = preset === '' && !options.run;
  useEffect(() => {
    // After hydration, for the server knows of no draft; an address that asks for prompts has its way.
    const kept = isBlank ? keptDraft() : null;
    if (kept) setDraft(kept);
  }, [isBlank]);

  useEffect(() => {
    // The page that follows is fetched while prompts are being written, so that it stands as soon as there is a run.
    import('../run/RunView').catch(() => {});
  }, []);

  const { model, pairs, sweeps, direction, prependBos, recompute } = draft;
  const input = { model, pairs: [...pairs], sweeps: [...sweeps], direction, prependBos, recompute };
  const hasText = pairs.some((pair) => Object.values(pair).some((text) => text !== ''));
  const { preview, error: previewError, isLoading } = usePreview(model !== '' && hasText ? input : null);
  const refused = creating.error ? readError(creating.error) : null;
  // What the server refused stands until something is changed; before that, what the preview says.
  const issues = refused && refused.issues.length > 0 ? refused.issues : (preview?.issues ?? []);
  const shownIssues = hasTried ? issues : issues.filter((issue) => !isAboutEmptyField(issue, pairs));
  const warnings = preview?.warnings ?? [];
  const usable = options.models.filter(({ installed }) => installed);

  const setPair = (index: number, pair: DraftPair): void =>
    change({ pairs: pairs.map((old, at) => (at === index ? pair : old)) });
  const submit = async (): Promise<void> => {
    setHasTried(true);
    const { data } = await create({ variables: { input } });
    if (!data) return;
    forgetDraft();
    router.push(`/runs/${data.createRun.id}`);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => {});
      }}
    >
      <Stack gap="lg">
        <Title order={1}>New run</Title>
        {usable.length === 0 && (
          <Notice tone="error" title="No model can be run here">
            {options.models.length === 0
              ? 'There is no model in the models folder.'
              : options.models.map(({ id, unavailable }) => `${id}: ${unavailable}`).join('\n')}
          </Notice>
        )}
        <Group align="flex-end" gap="md">
          <Select
            label="Model"
            data={usable.map(({ id, layers, heads }) => ({
              value: id,
              label: `${id} (${layers} layers × ${heads} heads)`,
            }))}
            value={model || null}
            onChange={(value) => value && change({ model: value })}
            allowDeselect={false}
            error={issueAt(shownIssues, 'model')}
            w={320}
          />
          <Select
            label="Start from"
            placeholder="a preset"
            data={[
              ...options.presets.map(({ id, name }) => ({ value: id, label: name })),
              { value: 'empty', label: 'Empty' },
            ]}
            value={null}
            onChange={(value) => {
              const chosen = options.presets.find(({ id }) => id === value);
              change({
                pairs: chosen
                  ? chosen.pairs.map(({ clean, corrupted, correct, incorrect }) => ({
                      clean,
                      corrupted,
                      correct,
                      incorrect,
                    }))
                  : [EMPTY_PAIR],
                ...(chosen && { sweeps: chosen.sweeps }),
              });
              setHasTried(false);
            }}
            w={320}
          />
        </Group>

        <section aria-labelledby="pairs">
          <Group justify="space-between" mb="xs">
            <Title order={2} id="pairs">
              Prompt pairs
            </Title>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => setPasting('formats')}>
                Formats and names
              </Button>
              <Button size="xs" variant="default" onClick={() => setPasting('csv')}>
                Paste CSV
              </Button>
            </Group>
          </Group>
          {issueAt(shownIssues, 'pairs') && <Notice tone="error">{issueAt(shownIssues, 'pairs')}</Notice>}
          {issueAt(warnings, 'pairs') && <Notice tone="warning">{issueAt(warnings, 'pairs')}</Notice>}
          <Stack gap="md">
            {pairs.map((pair, index) => (
              <PairFields
                key={index}
                index={index}
                pair={pair}
                preview={preview?.pairs[index]}
                baseline={preview?.baseline?.perPrompt[index]}
                issues={issuesOf(shownIssues, index)}
                warnings={issuesOf(warnings, index)}
                model={model}
                prependBos={prependBos}
                canRemove={pairs.length > 1}
                onChange={(next) => setPair(index, next)}
                onDuplicate={() =>
                  change({ pairs: [...pairs.slice(0, index + 1), pair, ...pairs.slice(index + 1)] })
                }
                onRemove={() => change({ pairs: pairs.filter((_, at) => at !== index) })}
              />
            ))}
          </Stack>
          <Button mt="sm" size="xs" variant="light" onClick={() => change({ pairs: [...pairs, EMPTY_PAIR] })}>
            Add a pair
          </Button>
        </section>

        <section aria-labelledby="what">
          <Title order={2} id="what" mb="xs">
            What to patch
          </Title>
          <SegmentedControl
            aria-label="Direction"
            value={direction}
            onChange={(value) => change({ direction: value })}
            data={[
              { value: 'DENOISING', label: 'Denoising' },
              { value: 'NOISING', label: 'Noising' },
            ]}
          />
          <Text size="sm" c="dimmed" mt={4} mb="sm">
            {DIRECTION_TEXT[direction]}
          </Text>
          <Checkbox.Group
            aria-label="Sweeps"
            value={[...sweeps]}
            onChange={(value) => change({ sweeps: inOrder(value) })}
            error={issueAt(shownIssues, 'sweeps')}
          >
            <SweepFields />
          </Checkbox.Group>
          <Group mt="md" gap="lg">
            <Checkbox
              label="Put <|endoftext|> first"
              checked={prependBos}
              onChange={(event) => change({ prependBos: event.currentTarget.checked })}
            />
            <Checkbox
              label="Compute again even if stored"
              checked={recompute}
              onChange={(event) => change({ recompute: event.currentTarget.checked })}
            />
          </Group>
        </section>

        {refused && refused.issues.length === 0 && <Notice tone="error">{refused.message}</Notice>}
        {previewError && <Notice tone="error">{previewError.message}</Notice>}
        {issueAt(warnings, '') && <Notice tone="warning">{issueAt(warnings, '')}</Notice>}
        <Group className={classes.submit}>
          <Button type="submit" loading={creating.loading} disabled={usable.length === 0}>
            Run
          </Button>
          <Text size="sm" c="dimmed" aria-live="polite">
            {statusText(preview, isLoading, shownIssues.length)}
          </Text>
        </Group>
      </Stack>
      {pasting && (
        <PasteDialog
          notation={pasting}
          onClose={() => setPasting(null)}
          onPairs={(next) => change({ pairs: next })}
        />
      )}
    </form>
  );
}

function statusText(
  preview: ReturnType<typeof usePreview>['preview'],
  isLoading: boolean,
  issues: number,
): string {
  if (isLoading && !preview) return 'Reading the prompts …';
  if (issues > 0) return `${issues} ${issues === 1 ? 'thing' : 'things'} to mend above`;
  if (!preview?.baseline) return '';
  const { clean, corrupted } = preview.baseline;
  const time = preview.estimatedMs === null ? '' : `, about ${formatMs(preview.estimatedMs)}`;
  return `Mean logit difference ${clean.toFixed(3)} clean, ${corrupted.toFixed(3)} corrupted${time}`;
}

function issueAt(issues: readonly FieldIssue[], path: string): string | undefined {
  return issues.find((issue) => issue.path === path)?.message;
}

/** The issues of one pair, their paths relative to it. */
function issuesOf(issues: readonly FieldIssue[], index: number): FieldIssue[] {
  const prefix = `pairs.${index}`;
  return issues.flatMap(({ path, message }) => {
    if (path === prefix) return [{ path: '', message }];
    return path.startsWith(`${prefix}.`) ? [{ path: path.slice(prefix.length + 1), message }] : [];
  });
}

/** Before the first attempt nobody needs to be told that a field is still empty. */
function isAboutEmptyField({ path }: FieldIssue, pairs: readonly DraftPair[]): boolean {
  const [, index, field] = /^pairs\.(\d+)\.(\w+)$/.exec(path) ?? [];
  return index !== undefined && pairs[Number(index)]?.[field as keyof DraftPair] === '';
}

function inOrder(kinds: readonly SweepKind[]): SweepKind[] {
  return SECTIONS.flatMap((section) => section.kinds).filter((kind) => kinds.includes(kind));
}

'use client';

import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useState, type Dispatch } from 'react';
import { alignPair, type Alignment } from '../../domain/alignment';
import { TokenPair } from '../tokens/TokenPair';
import { AlignmentEditor } from './AlignmentEditor';
import { AnswerField } from './AnswerField';
import {
  addBos,
  copyPair,
  countBos,
  dropBos,
  hasSet,
  sendPair,
  type DraftPair,
  type DraftRow,
  type PairField,
} from './draft';
import type { FormAction } from './form-state';
import { formatLogits } from './format-logits';
import { selectShownIssues } from './pair-verdict';
import { Predictions } from './Predictions';
import type { PairIssue, PairResult } from './preview';
import { PromptField } from './PromptField';
import { RoleMarks } from './RoleMarks';
import classes from './pair-editor.module.css';

interface PairEditorProps {
  readonly row: DraftRow;
  readonly number: number;
  readonly result: PairResult | undefined;
  /** Whether the pair as it is now is still being checked. */
  readonly isPending: boolean;
  readonly hasTried: boolean;
  readonly model: string;
  readonly prependBos: boolean;
  readonly isByRole: boolean;
  /** Whether the run reads answers of several tokens as a whole. */
  readonly isWhole: boolean;
  /** Names of roles of any pair, joined by commas. */
  readonly roleNames: string;
  readonly dispatch: Dispatch<FormAction>;
}

/** The four texts of a pair with their tokens. Results are shown only if they belong to the present texts. */
export function PairEditor(props: PairEditorProps) {
  const {
    row,
    number,
    result,
    isPending,
    hasTried,
    model,
    prependBos,
    isByRole,
    isWhole,
    roleNames,
    dispatch,
  } = props;
  const [asked, setAsked] = useState<DraftPair | null>(null);
  const issues = selectShownIssues(row, result?.issues ?? [], hasTried);
  const warnings = result?.warnings ?? [];
  const edit = (field: PairField) => (text: string) => dispatch({ type: 'edit', id: row.id, field, text });
  const alignment = chooseAlignment(row, result, prependBos);
  const automatic = alignAutomatically(row, result, prependBos);
  const isAnswered = asked !== null && asked.clean === row.clean && asked.corrupted === row.corrupted;
  return (
    <fieldset className={classes.pair}>
      <legend>Pair {number}</legend>
      <div className={classes.prompts}>
        {(['clean', 'corrupted'] as const).map((field) => (
          <PromptField
            key={field}
            row={row}
            field={field}
            problem={joinMessages(issues, field)}
            warning={joinMessages(warnings, field)}
            onChange={edit(field)}
          />
        ))}
      </div>
      <div className={classes.answers}>
        {(['correct', 'incorrect'] as const).map((field) => (
          <AnswerField
            key={field}
            row={row}
            field={field}
            result={result}
            problem={joinMessages(issues, field)}
            warning={joinMessages(warnings, field)}
            isWhole={isWhole}
            onChange={edit(field)}
            onWhole={() => dispatch({ type: 'set', settings: { wholeAnswers: true } })}
            onMore={(texts, focus) =>
              dispatch({ type: 'more', id: row.id, field, texts, ...(focus !== undefined && { focus }) })
            }
          />
        ))}
        {hasSet(row) && (
          <NativeSelect
            label="Score of a set"
            size="xs"
            value={row.rule ?? 'MEAN'}
            onChange={(event) => {
              const rule = event.currentTarget.value === 'LOGSUMEXP' ? 'LOGSUMEXP' : 'MEAN';
              dispatch({ type: 'rule', id: row.id, rule });
            }}
            data={[
              { value: 'MEAN', label: 'Mean of the logits' },
              { value: 'LOGSUMEXP', label: 'Log-sum-exp: any of the tokens' },
            ]}
          />
        )}
      </div>
      <div className={classes.reading}>
        {result?.tokens && alignment ? (
          <AlignmentEditor
            clean={result.tokens.cleanTokens}
            corrupted={result.tokens.corruptedTokens}
            alignment={alignment}
            bos={countBos(prependBos)}
            isEdited={!isSameAlignment(alignment, automatic)}
            onChange={(next) => {
              const isAutomatic = next === null || isSameAlignment(next, automatic);
              dispatch({
                type: 'align',
                id: row.id,
                alignment: isAutomatic ? null : dropBos(next, prependBos),
              });
            }}
          />
        ) : result?.tokens && result.tokens.cleanTokens.length > 0 ? (
          <TokenPair
            clean={result.tokens.cleanTokens}
            corrupted={result.tokens.corruptedTokens}
            differing={result.tokens.differingPositions}
          />
        ) : (
          <Text size="xs" c="dimmed">
            {row.clean === '' && row.corrupted === ''
              ? 'The tokens of both prompts appear here.'
              : isPending
                ? 'Checking the tokens…'
                : 'The tokens have not been checked.'}
          </Text>
        )}
        {isByRole && result?.tokens && result.tokens.cleanTokens.length > 0 && (
          <RoleMarks
            tokens={result.tokens.cleanTokens}
            corrupted={alignment && result.tokens.corruptedTokens}
            alignment={alignment}
            differing={result.tokens.differingPositions}
            bos={countBos(prependBos)}
            roles={row.roles ?? []}
            known={roleNames.split(',').filter((name) => name !== '')}
            onChange={(roles) => dispatch({ type: 'roles', ids: [row.id], roles })}
          />
        )}
        {joinMessages(issues, null) && (
          <Text size="sm" className={classes.problem}>
            {joinMessages(issues, null)}
          </Text>
        )}
        {joinMessages(warnings, null) && (
          <Text size="sm" className={classes.warning}>
            {joinMessages(warnings, null)}
          </Text>
        )}
        <Group gap="md" mt={4}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={row.clean === '' || row.corrupted === '' || model === ''}
            onClick={() => setAsked(isAnswered ? null : copyPair(row))}
          >
            {describeButton(asked !== null, isAnswered)}
          </Button>
          {result?.baseline && (
            <Text size="xs" c="dimmed">
              Logit difference: {formatLogits(result.baseline.clean, 3)} clean,{' '}
              {formatLogits(result.baseline.corrupted, 3)} corrupted
            </Text>
          )}
        </Group>
        {asked !== null &&
          (isAnswered ? (
            <Predictions
              model={model}
              clean={asked.clean}
              corrupted={asked.corrupted}
              prependBos={prependBos}
            />
          ) : (
            <Text size="xs" c="dimmed">
              The prompts have changed since predictions were asked for.
            </Text>
          ))}
      </div>
    </fieldset>
  );
}

/** The alignment that the server makes of the tokens and roles of a pair. */
function alignAutomatically(row: DraftRow, result: PairResult | undefined, prependBos: boolean): Alignment {
  const tokens = result?.tokens;
  if (!tokens || tokens.cleanTokens.length === tokens.corruptedTokens.length) return [];
  const ids = (of: readonly { readonly id: number }[]): number[] => of.map(({ id }) => id);
  const { roles = [] } = sendPair(row, prependBos);
  return alignPair(ids(tokens.cleanTokens), ids(tokens.corruptedTokens), roles ?? []);
}

function isSameAlignment(a: Alignment, b: Alignment): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The alignment to show of prompts with different numbers of tokens; null for others, and before it is known. */
function chooseAlignment(
  row: DraftRow,
  result: PairResult | undefined,
  prependBos: boolean,
): Alignment | null {
  const tokens = result?.tokens;
  if (!tokens || tokens.cleanTokens.length === tokens.corruptedTokens.length) return null;
  if (row.alignment) return addBos(row.alignment, prependBos);
  return tokens.alignment?.map(({ clean, corrupted }) => [clean, corrupted] as const) ?? null;
}

function describeButton(isAsked: boolean, isAnswered: boolean): string {
  if (isAnswered) return 'Hide predictions';
  return isAsked ? 'Predict again' : 'Top predictions';
}

function joinMessages(issues: readonly PairIssue[], field: PairField | null): string | undefined {
  const messages = issues.filter((issue) => issue.field === field).map(({ message }) => message);
  return messages.length > 0 ? messages.join('\n') : undefined;
}

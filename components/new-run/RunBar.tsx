import { Button, Group, Text } from '@mantine/core';
import type { ViewCode } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import type { Preview_BaselineFragment } from '../generated/graphql';
import { formatMs } from '../results/format-ms';
import { describeBaseline } from './describe-baseline';
import { formatLogits } from './format-logits';
import classes from './run-bar.module.css';

interface RunBarProps {
  readonly canRun: boolean;
  readonly isSubmitting: boolean;
  /** Whether the present experiment is being checked. */
  readonly isPending: boolean;
  readonly problems: number;
  /** Null unless it belongs to the present experiment. */
  readonly baseline: Preview_BaselineFragment | null;
  readonly estimatedMs: number | null;
  /** What Undo would revert; null for nothing. */
  readonly undoText: string | null;
  /** The code that starts the run. */
  readonly code: () => ViewCode;
  readonly onShowProblem: () => void;
  readonly onUndo: () => void;
  readonly onDismissUndo: () => void;
}

/** The button that starts the run, with problems, baseline and estimated time. Always in view. */
export function RunBar(props: RunBarProps) {
  return (
    <div className={classes.bar}>
      {props.undoText !== null && (
        <Group gap="xs" className={classes.undo}>
          <Text size="sm" role="status">
            {props.undoText}
          </Text>
          <Button size="compact-sm" variant="default" onClick={props.onUndo}>
            Undo
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={props.onDismissUndo}>
            Dismiss
          </Button>
        </Group>
      )}
      <div className={classes.run}>
        <Button
          type="submit"
          loading={props.isSubmitting}
          disabled={!props.canRun}
          title="Ctrl+Enter"
          aria-keyshortcuts="Control+Enter"
        >
          Run
        </Button>
        <ShowCode title="New run" size="sm" code={props.code} />
        <div aria-live="polite" className={classes.status}>
          <Status {...props} />
        </div>
      </div>
    </div>
  );
}

function Status({ isPending, problems, baseline, estimatedMs, onShowProblem }: RunBarProps) {
  if (isPending) return <Text size="sm">Checking…</Text>;
  if (problems > 0) {
    return (
      <Button size="compact-sm" variant="subtle" color="red" onClick={onShowProblem}>
        {problems === 1 ? '1 problem to fix' : `${problems} problems to fix`}
      </Button>
    );
  }
  if (!baseline) return null;
  const { clean, corrupted, verdict } = baseline;
  return (
    <>
      <Text size="sm" className={verdict === 'OK' ? undefined : classes.warning}>
        {describeBaseline(baseline)}
      </Text>
      <Text size="xs" c="dimmed">
        Mean logit difference {formatLogits(clean, 3)} clean, {formatLogits(corrupted, 3)} corrupted
        {estimatedMs !== null && `, about ${formatMs(estimatedMs)}`}
      </Text>
    </>
  );
}

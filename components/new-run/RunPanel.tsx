'use client';

import { Button, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { ViewCode } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import type { Preview_BaselineFragment } from '../generated/graphql';
import { formatMs } from '../results/format-ms';
import { describeBaseline } from './describe-baseline';
import { AwayNotice } from '../site/AwayNotice';
import { formatLogits } from './format-logits';
import classes from './run-panel.module.css';

const DETAILS_ID = 'run-details';

interface RunPanelProps {
  readonly canRun: boolean;
  readonly isSubmitting: boolean;
  /** Whether the present experiment is being checked. */
  readonly isPending: boolean;
  readonly problems: number;
  /** Null unless it belongs to the present experiment. */
  readonly baseline: Preview_BaselineFragment | null;
  readonly estimatedMs: number | null;
  /** Whether the check of the present experiment was refused; the reason is shown above the button. */
  readonly isUnchecked?: boolean;
  /** Why the server could not be asked, and what asks again; null where it could. */
  readonly away: { readonly after: string; readonly onRetry: () => void } | null;
  /** What Undo would revert; null for nothing. */
  readonly undoText: string | null;
  /** The code that starts the run. */
  readonly code: () => Promise<ViewCode>;
  readonly onShowProblem: () => void;
  readonly onUndo: () => void;
  readonly onDismissUndo: () => void;
  /** Whether the details are open on pages without room beside the form. */
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Baseline and first result. */
  readonly details: ReactNode;
}

/**
 * The button that starts the run, with problems, baseline, estimated time and the first result. Always in view: beside the form on
 * wide pages, else a bar below it.
 */
export function RunPanel(props: RunPanelProps) {
  const { isOpen, onToggle } = props;
  const toggle = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = panel.current!;
    const page = document.documentElement.style;
    // What gets the focus scrolls to above the bar, whose height depends on what it says. The caret of a text field follows no margin.
    const reserve = (): void => {
      const isBar = getComputedStyle(element).bottom === '0px';
      page.scrollPaddingBottom = isBar ? `${element.offsetHeight + 12}px` : '';
    };
    const observer = new ResizeObserver(reserve);
    observer.observe(element);
    return () => {
      observer.disconnect();
      page.scrollPaddingBottom = '';
    };
  }, []);
  return (
    <aside
      ref={panel}
      aria-label="This run"
      className={classes.panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        onToggle();
        toggle.current?.focus();
      }}
    >
      {props.undoText !== null && (
        <div className={classes.undo}>
          <Text size="sm" role="status">
            {props.undoText}
          </Text>
          <span>
            <Button size="compact-sm" variant="default" onClick={props.onUndo}>
              Undo
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={props.onDismissUndo}>
              Dismiss
            </Button>
          </span>
        </div>
      )}
      <div className={classes.run}>
        <Button
          type="submit"
          loading={props.isSubmitting}
          disabled={!props.canRun}
          title="Ctrl+Enter"
          aria-keyshortcuts="Control+Enter"
          className={classes.button}
        >
          Run
        </Button>
        <ShowCode title="New run" size="sm" code={props.code} />
        <button
          ref={toggle}
          type="button"
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={DETAILS_ID}
          onClick={onToggle}
        >
          {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronUp size={16} aria-hidden />}
          Preview
        </button>
        <div aria-live="polite" className={classes.status} hidden={props.away !== null}>
          {props.away === null && <Status {...props} />}
        </div>
      </div>
      {props.away && (
        <div className={classes.away}>
          <AwayNotice {...props.away} isTrying={props.isPending || props.isSubmitting} />
        </div>
      )}
      <div id={DETAILS_ID} className={classes.details} data-open={isOpen || undefined}>
        {props.details}
      </div>
    </aside>
  );
}

function Status(props: RunPanelProps) {
  const { isPending, isUnchecked = false, problems, baseline, estimatedMs, onShowProblem } = props;
  if (isPending) return <Text size="sm">Checking…</Text>;
  if (problems > 0) {
    return (
      <Button size="compact-sm" variant="subtle" color="red" ml={-8} onClick={onShowProblem}>
        {problems === 1 ? '1 problem to fix' : `${problems} problems to fix`}
      </Button>
    );
  }
  if (!baseline) {
    return (
      <Text size="sm" c="dimmed">
        {isUnchecked
          ? 'The pairs have not been checked.'
          : 'Baseline and time appear once the pairs are written.'}
      </Text>
    );
  }
  const { clean, corrupted, verdict } = baseline;
  return (
    <>
      <p className={classes.verdict} data-weak={verdict !== 'OK' || undefined}>
        {describeBaseline(baseline)}
      </p>
      <p className={classes.facts}>
        Mean logit difference {formatLogits(clean, 3)} clean, {formatLogits(corrupted, 3)} corrupted
        {estimatedMs !== null && `, about ${formatMs(estimatedMs)}`}
      </p>
    </>
  );
}

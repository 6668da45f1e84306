import { Button } from '@mantine/core';
import { AWAY, NOTHING_LOST } from '../apollo/read-error';
import { Notice } from './Notice';

interface AwayNoticeProps {
  /** What to know before one tries again. */
  readonly after?: string;
  readonly isTrying?: boolean;
  readonly onRetry?: (() => void) | undefined;
}

/** The server cannot be reached. The same words wherever it happens. */
export function AwayNotice({ after = NOTHING_LOST, isTrying = false, onRetry }: AwayNoticeProps) {
  return (
    <Notice tone="error" title={AWAY}>
      {after}
      {onRetry && (
        <Button
          size="compact-sm"
          variant="default"
          mt={8}
          display="block"
          loading={isTrying}
          onClick={onRetry}
        >
          Try again
        </Button>
      )}
    </Notice>
  );
}

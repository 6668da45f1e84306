'use client';

import { Anchor } from '@mantine/core';
import { cutPath, formatStep, type PathStep } from './path-steps';
import classes from './paths.module.css';

interface PathBreadcrumbProps {
  readonly steps: readonly PathStep[];
  readonly onSteps: (steps: PathStep[]) => void;
}

/** The chain of steps from the logits up the path; each step can be returned to. */
export function PathBreadcrumb({ steps, onSteps }: PathBreadcrumbProps) {
  const labels = ['logits', ...steps.map(formatStep)];
  return (
    <nav aria-label="Path">
      <ol className={classes.chain}>
        {labels.map((label, count) => (
          <li key={count} aria-current={count === steps.length ? 'step' : undefined}>
            {count === steps.length ? (
              <strong>{label}</strong>
            ) : (
              <Anchor
                component="button"
                data-printed
                size="sm"
                underline="always"
                onClick={() => onSteps(cutPath(steps, count))}
              >
                {label}
              </Anchor>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

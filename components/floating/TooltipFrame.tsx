'use client';

import { Tooltip } from '@mantine/core';
import type { RefObject } from 'react';

export interface TooltipFrameProps {
  readonly id: string;
  readonly node: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly isShown: boolean;
}

/** A tooltip at an element outside of it. */
export function TooltipFrame({ id, node, label, isShown }: TooltipFrameProps) {
  return <Tooltip id={id} target={node} opened={isShown} label={label} multiline maw={320} />;
}

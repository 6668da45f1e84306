'use client';

import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

// Pages are made when they are asked for, so that there is nothing in them to fetch ahead.

type WithHref<T> = T & { readonly href: string; readonly children: ReactNode };

/** A link in a text, underlined so that colour alone does not mark it; a client component, for server components cannot hand `Link` to Mantine. */
export function TextLink(props: WithHref<AnchorProps>) {
  return <Anchor component={Link} prefetch={false} underline="always" {...props} />;
}

/** A link that looks like a button. */
export function LinkButton(props: WithHref<ButtonProps>) {
  return <Button component={Link} prefetch={false} {...props} />;
}

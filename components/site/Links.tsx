'use client';

import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

// Links are not prefetched: pages are rendered on request.

type WithHref<T> = T & { readonly href: string; readonly children: ReactNode };

/** A link in text, underlined so that it does not depend on colour. A client component: server components cannot pass `Link` to Mantine. */
export function TextLink(props: WithHref<AnchorProps>) {
  return <Anchor component={Link} prefetch={false} underline="always" {...props} />;
}

/** A link that looks like a button. */
export function LinkButton(props: WithHref<ButtonProps>) {
  return <Button component={Link} prefetch={false} {...props} />;
}

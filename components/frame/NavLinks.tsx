'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './PageFrame.module.css';

const LINKS = [
  { href: '/', label: 'Gallery' },
  { href: '/learn', label: 'Learn' },
  { href: '/collections', label: 'Collections' },
  { href: '/runs', label: 'Runs' },
  { href: '/prompts', label: 'Prompt sets' },
  { href: '/compare', label: 'Compare' },
  { href: '/models', label: 'Models' },
];

/** Links to the sections of the site; the current one is marked. */
export function NavLinks() {
  const path = usePathname();
  return (
    <nav className={classes.nav} aria-label="Sections">
      {LINKS.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          className={classes.link}
          aria-current={path === href ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
      {/* Not a Link: a rewrite serves the API explorer at this address to browsers. */}
      <a href="/api/graphql" className={classes.link}>
        API
      </a>
    </nav>
  );
}

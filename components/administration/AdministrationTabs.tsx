'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './administration.module.css';

const TABS = [
  { href: '/administration', label: 'State of the site' },
  { href: '/moderation', label: 'Reports and audit log' },
  { href: '/models', label: 'Install models' },
];

/** Links between the pages of administrators. */
export function AdministrationTabs() {
  const path = usePathname();
  return (
    <nav className={classes.tabs} aria-label="Administration">
      {TABS.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          className={classes.tab}
          aria-current={path === href ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

import Link from 'next/link';
import type { ReactNode } from 'react';
import { ColorSchemeToggle } from './ColorSchemeToggle';
import { NavLinks } from './NavLinks';
import classes from './PageFrame.module.css';

/** Header, content and footer of every page. */
export function PageFrame({
  children,
  status,
  viewer,
}: {
  readonly children: ReactNode;
  readonly viewer: ReactNode;
  readonly status: ReactNode;
}) {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.header}>
        <Link href="/" className={classes.name} aria-label="Patchbay">
          <img src="/icon.svg" alt="" width={22} height={22} />
          <span>Patchbay</span>
        </Link>
        <NavLinks />
        {viewer}
        <ColorSchemeToggle />
      </header>
      <main id="main" className={classes.main}>
        {children}
      </main>
      <footer className={classes.footer}>
        <span>Activation patching of GPT-2, equal to TransformerLens.</span>
        <Link href="/account" prefetch={false} className={classes.footerLink}>
          Your account and access tokens
        </Link>
        {status}
      </footer>
    </div>
  );
}

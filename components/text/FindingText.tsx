import type { ComponentProps } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { SweepKind } from '../generated/graphql';
import { linkReferences } from './link-references';
import { TextAnchor } from './TextAnchor';
import classes from './text.module.css';

interface FindingTextProps {
  /** Markdown. */
  readonly text: string;
  /** Sweep kinds of the run; references can point to their cells. */
  readonly kinds: readonly SweepKind[];
}

/**
 * Preview of a claim, parsed in the browser: Markdown without raw HTML and without images, which would tell other hosts who
 * reads it. References such as `[[L9H9]]` are links that pin the cell. Heading levels start below those of the page.
 */
export function FindingText({ text, kinds }: FindingTextProps) {
  return (
    <div className={classes.text}>
      <Markdown remarkPlugins={[remarkGfm, [linkReferences, kinds]]} components={COMPONENTS}>
        {text}
      </Markdown>
    </div>
  );
}

const COMPONENTS: ComponentProps<typeof Markdown>['components'] = {
  a: ({ href, children }) => <TextAnchor href={href ?? ''}>{children}</TextAnchor>,
  img: ({ src, alt }) => <ImageLink source={typeof src === 'string' ? src : ''} text={alt ?? ''} />,
  input: ({ checked }) => (
    <input type="checkbox" checked={checked ?? false} disabled aria-label={checked ? 'done' : 'open'} />
  ),
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  table: ({ children }) => (
    <div className={classes.scroll} role="region" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
};

/** The alternative text of an image, as a link to the image. */
function ImageLink({ source, text }: { readonly source: string; readonly text: string }) {
  const name = text.trim() === '' ? 'image' : text;
  return /^https?:\/\//i.test(source) ? <TextAnchor href={source}>{name}</TextAnchor> : <span>{name}</span>;
}

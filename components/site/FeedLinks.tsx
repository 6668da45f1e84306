interface FeedLinksProps {
  readonly title: string;
  /** Address of the Atom feed. */
  readonly atom: string;
  /** Address of the RSS feed. */
  readonly rss: string;
}

/** Tells feed readers of the feeds of a page; React moves the elements into its head. */
export function FeedLinks({ title, atom, rss }: FeedLinksProps) {
  return (
    <>
      <link rel="alternate" type="application/atom+xml" title={title} href={atom} />
      <link rel="alternate" type="application/rss+xml" title={title} href={rss} />
    </>
  );
}

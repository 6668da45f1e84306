import { Button, TextInput } from '@mantine/core';
import Link from 'next/link';
import classes from './gallery.module.css';

export interface GalleryFilter {
  readonly search: string;
  readonly tag: string;
  readonly model: string;
}

/** A plain form: the address holds the search, and it works before any script has loaded. */
export function SearchForm({ search, tag, model }: GalleryFilter) {
  return (
    <form action="/" className={classes.search} role="search">
      <TextInput
        name="search"
        defaultValue={search}
        placeholder="Words, or results: L0H1 > 0.3, mlp 0 < 0.1"
        aria-label="Search findings by words or results"
        className={classes.field}
      />
      {tag !== '' && <input type="hidden" name="tag" value={tag} />}
      {model !== '' && <input type="hidden" name="model" value={model} />}
      <Button type="submit" variant="default">
        Search
      </Button>
      {tag !== '' && (
        <span className={classes.tag}>
          #{tag} <Link href="/">show all</Link>
        </span>
      )}
      {model !== '' && (
        <span className={classes.tag}>
          on {model} <Link href="/">show all</Link>
        </span>
      )}
    </form>
  );
}

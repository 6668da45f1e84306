'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useId, useState, useTransition, type FormEvent } from 'react';
import { VERDICTS } from '../../domain/claim/verdicts';
import type { SearchForm_FiltersFragment } from '../generated/graphql';
import { completeSearch } from './complete-search';
import { galleryAddress, NO_FILTER, SORTS, type GalleryFilter } from './filter-address';
import classes from './gallery.module.css';

/** Example searches, one for each kind of part. */
const EXAMPLES = [
  { search: 'L1H2 > 0.3', meaning: 'patching the output of head 2 in layer 1 recovers more than 0.3' },
  { search: '|mlp 0| > 0.5', meaning: 'MLP 0 matters at some position, in either sense' },
  { search: 'resid 3 @ 12 > 0.9', meaning: 'the residual stream before layer 3, at position 12' },
  {
    search: 'pattern 1.2 @ 14 <- 10 > 0.3',
    meaning: 'one entry of the pattern of a head: from position 10 to 14',
  },
  { search: '"White House"', meaning: 'a phrase of the title, the text or the prompts' },
  { search: 'claim:"z[1.2] > 0.3"', meaning: 'findings that state this claim' },
  { search: 'direction:noising 1.2 > 0.3', meaning: 'results of noising instead of the first direction' },
  { search: 'z[1.2 | noising, prob] > 0.3', meaning: 'another direction and metric' },
] as const;

const VERDICT_OPTIONS = VERDICTS.map((verdict) => ({
  value: verdict.toLowerCase(),
  label: `A claim is ${verdict.toLowerCase()}`,
}));

interface SearchFormProps {
  readonly filter: GalleryFilter;
  readonly filters: SearchForm_FiltersFragment;
}

/** Filters of the gallery. The address holds their state, and the form works before scripts have loaded. */
export function SearchForm({ filter, filters }: SearchFormProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [typed, setTyped] = useState('');
  const completionsId = useId();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = (name: keyof GalleryFilter): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const wanted = {
      search: read('search'),
      model: read('model'),
      tag: read('tag'),
      author: read('author'),
      kind: read('kind'),
      verdict: read('verdict'),
      sort: read('sort'),
    };
    startTransition(() => router.push(galleryAddress(wanted)));
  };
  const isFiltered = galleryAddress(filter) !== '/';
  return (
    <form action="/" className={classes.search} role="search" onSubmit={submit}>
      <TextInput
        // Resets the field when the address changes by other means than this form.
        key={filter.search}
        name="search"
        defaultValue={filter.search}
        placeholder="Words, or results: L0H1 > 0.3, mlp 0 < 0.1"
        aria-label="Search findings by words or results"
        className={classes.field}
        list={completionsId}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id={completionsId}>
        {completeSearch(typed, filters).map((completion) => (
          <option key={completion} value={completion}>
            {completion}
          </option>
        ))}
      </datalist>
      <FilterSelect
        name="model"
        label="Model"
        all="All models"
        chosen={filter.model}
        options={filters.models}
      />
      <FilterSelect name="tag" label="Tag" all="All tags" chosen={filter.tag} options={filters.tags} />
      <FilterSelect
        name="author"
        label="Author"
        all="All authors"
        chosen={filter.author}
        options={filters.authors}
      />
      <FilterSelect
        name="kind"
        label="Kind of sweep"
        all="All kinds"
        chosen={filter.kind}
        options={filters.kinds.map((kind) => ({ ...kind, value: kind.value.toLowerCase() }))}
      />
      <FilterSelect
        name="verdict"
        label="Verdict on a claim"
        all="All verdicts"
        chosen={filter.verdict}
        options={VERDICT_OPTIONS}
      />
      <NativeSelect
        key={`sort ${filter.sort}`}
        name="sort"
        aria-label="Order"
        defaultValue={filter.sort}
        className={classes.filter}
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
        data={[{ value: '', label: 'Newest' }, ...SORTS.map(({ value, label }) => ({ value, label }))]}
      />
      <Button type="submit" variant="default" loading={isPending}>
        Search
      </Button>
      {isFiltered && (
        <Link href={galleryAddress(NO_FILTER)} className={classes.clear}>
          Show all {filters.total}
        </Link>
      )}
      <details className={classes.examples}>
        <summary>Search by results</summary>
        <dl>
          {EXAMPLES.map(({ search, meaning }) => (
            <div key={search}>
              <dt>
                <Link
                  href={galleryAddress({ ...NO_FILTER, search })}
                  prefetch={false}
                  className={classes.example}
                >
                  {search}
                </Link>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </form>
  );
}

interface FilterSelectProps {
  readonly name: keyof GalleryFilter;
  readonly label: string;
  /** Label of the option that filters nothing. */
  readonly all: string;
  readonly chosen: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly count?: number }[];
}

function FilterSelect({ name, label, all, chosen, options }: FilterSelectProps) {
  const isListed = chosen === '' || options.some(({ value }) => value === chosen);
  return (
    <NativeSelect
      key={chosen}
      name={name}
      aria-label={label}
      defaultValue={chosen}
      className={classes.filter}
      onChange={(event) => event.currentTarget.form?.requestSubmit()}
      data={[
        { value: '', label: all },
        ...(isListed ? [] : [{ value: chosen, label: chosen }]),
        ...options.map(({ value, label, count }) => ({
          value,
          label: count === undefined ? label : `${label} (${count})`,
        })),
      ]}
    />
  );
}

/** BibTeX for highlight.js, which has no grammar of it: types of entries, names of fields, and their values in braces. */
import type { LanguageFn, Mode } from 'highlight.js';

export const bibtex: LanguageFn = () => {
  const escape: Mode = { begin: /\\./ };
  const braces: Mode = { begin: /\{/, end: /\}/, contains: [escape, 'self'] };
  return {
    name: 'BibTeX',
    contains: [
      { scope: 'keyword', begin: /@\w+/ },
      { scope: 'attr', begin: /\w+(?=\s*=)/ },
      { begin: /=/, end: /(?=,?\n)/, contains: [{ ...braces, scope: 'string' }] },
    ],
  };
};

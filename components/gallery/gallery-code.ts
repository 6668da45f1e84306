/** The code that reads a page of the gallery. */
import { writeRequest, writeText, type ViewCode } from '../code/code-text';
import { GalleryDocument, type GalleryQueryVariables } from '../generated/graphql';

/** The request of the page, and the same findings with the Python client. */
export function codeOfGallery(variables: GalleryQueryVariables): ViewCode {
  const { first, search, tag, model, author, kind, verdict, sort } = variables;
  const filters = Object.entries({
    tag,
    model,
    author,
    kind,
    verdict,
    sort: sort === 'NEWEST' ? null : sort,
  }).flatMap(([name, value]) => (value ? [`${name}=${writeText(value)}`] : []));
  const given = [writeText(search ?? ''), `limit=${first}`, ...filters].join(', ');
  return {
    requests: [writeRequest(GalleryDocument, variables)],
    methods: `for finding in client.search(${given}):\n    print(finding["slug"], finding["title"], finding["claimCounts"])`,
  };
}

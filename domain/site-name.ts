/** The name of the site: in titles of documents, pictures of links, printed pages and citations. */
export const SITE_NAME = 'Patchbay';

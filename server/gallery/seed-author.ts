/** The author of the findings that come with Patchbay: a user without an account. */
export const SEED_AUTHOR = { id: 'patchbay', name: 'Patchbay' };

/** Loads the frame of dialogs. The first press of a button or key does it, so that the first dialog opens without a wait. */
export const loadDialogFrame = () => import('./DialogFrame').then((module) => module.DialogFrame);

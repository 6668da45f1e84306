/** Parses users' Markdown. */
import { readMarkdown } from './read-markdown';
import { serveMethods } from '../workers/serve-methods';

const methods = { readMarkdown };
export type MarkdownMethods = typeof methods;

serveMethods(methods);

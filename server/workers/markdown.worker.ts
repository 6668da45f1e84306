/** Parses users' Markdown. */
import { readMarkdown } from '../gallery/read-markdown';
import { serveMethods } from './serve-methods';

const methods = { readMarkdown };
export type MarkdownMethods = typeof methods;

serveMethods(methods);

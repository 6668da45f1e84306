/** Schema of a stored summary tree: exactly the nodes of summary-tree.ts. */
import { z } from 'zod';
import { MATH_ATTRIBUTES, MATH_ELEMENTS, type MathElement } from '../../domain/mathml';
import { jsonColumn } from '../db/codec';
import type { SummaryFormula, SummaryNode, SummaryTree } from './summary-tree';

const mathml: z.ZodType<MathElement> = z.object({
  name: z.string().refine((name) => MATH_ELEMENTS.has(name)),
  attributes: z
    .record(
      z.string().refine((name) => MATH_ATTRIBUTES.has(name)),
      z.string(),
    )
    .exactOptional(),
  children: z.array(z.union([z.string(), z.lazy(() => mathml)])),
});

const formula: z.ZodType<SummaryFormula> = z.object({
  tex: z.string(),
  isDisplay: z.boolean(),
  mathml: mathml.nullable(),
  problem: z.string().nullable(),
});

const children = z.array(z.lazy(() => node));

const node: z.ZodType<SummaryNode> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), value: z.string() }),
  z.object({ type: z.literal('inlineCode'), value: z.string(), formula: formula.exactOptional() }),
  z.object({ type: z.literal('code'), value: z.string(), lang: z.string().nullable() }),
  z.object({ type: z.enum(['break', 'thematicBreak']) }),
  z.object({
    type: z.enum(['paragraph', 'emphasis', 'strong', 'delete', 'blockquote', 'tableRow', 'tableCell']),
    children,
  }),
  z.object({ type: z.literal('heading'), depth: z.number(), children }),
  z.object({
    type: z.literal('list'),
    ordered: z.boolean(),
    start: z.number().nullable(),
    spread: z.boolean(),
    children,
  }),
  z.object({ type: z.literal('listItem'), checked: z.boolean().nullable(), spread: z.boolean(), children }),
  z.object({ type: z.literal('link'), url: z.string(), title: z.string().nullable(), children }),
  z.object({
    type: z.literal('table'),
    align: z.array(z.enum(['left', 'right', 'center']).nullable()),
    children,
  }),
]);

const tree: z.ZodType<SummaryTree> = z.object({ type: z.literal('root'), children });

/** Reads the stored tree of a comment. @throws DATABASE_UNAVAILABLE for text that is not one. */
export const decodeCommentTree = jsonColumn('Comment.tree', tree);

/** Reads a stored summary tree. @throws DATABASE_UNAVAILABLE for text that is not one. */
export const decodeSummaryTree = jsonColumn('Finding.summaryTree', tree);

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { CodeText } from './CodeText';

const meta: Meta<typeof CodeText> = { component: CodeText };
export default meta;

type Story = StoryObj<typeof meta>;

export const Python: Story = {
  args: {
    language: 'python',
    text: `"""Prints the largest effects."""
import json

# Each run has one answer.
def mean(values):
    return sum(values) / len(values)


for run in ("IziWvItOXt1A", None):
    print(json.dumps({"id": run, "mean": mean([0.5, 1])}))
`,
  },
};
export const Curl: Story = {
  args: {
    language: 'bash',
    text: `curl -s https://patchbay.example/api/graphql -H 'content-type: application/json' -d '{"query":"{ me { id } }"}'`,
  },
};
export const Graphql: Story = {
  args: {
    language: 'graphql',
    text: 'query FindingTitle($slug: String!) {\n  finding(slug: $slug, first: 3) {\n    title\n  }\n}\n\n# Variables:\n# { "slug": "name-movers" }',
  },
};
export const Latex: Story = {
  args: {
    language: 'latex',
    text: '\\begin{figure}\n  \\centering\n  \\includegraphics[width=\\columnwidth]{figure.pdf}\n  \\caption{50\\% of it \\cite{patchbay:runs}}\n\\end{figure}',
  },
};
export const Bibtex: Story = {
  args: {
    language: 'bibtex',
    text: '@misc{patchbay:name-movers:1,\n  title = {{Heads 9.9 and 10.0 move \\{names\\}}},\n  year = {2026}\n}',
  },
};
export const Html: Story = {
  args: {
    language: 'html',
    text: '<iframe src="https://patchbay.example/embed/findings/a" width="640"></iframe>',
  },
};
export const WithoutLanguage: Story = {
  args: { text: 'Recovery by layer and position; colours from −1 to 1.' },
};

import { describe, expect, it } from 'vitest';
import { MATH_ATTRIBUTES, MATH_CLASSES, MATH_ELEMENTS, type MathElement } from '../../../domain/mathml';
import { loadFormulas } from './render-formula';

const renderFormula = await loadFormulas();

const render = (source: string, isDisplay = false, most = 4000) => renderFormula(source, isDisplay, most);

function element(source: string): MathElement {
  const rendered = render(source, true);
  if ('problem' in rendered) throw new Error(`${source}: ${rendered.problem}`);
  return rendered.element;
}

function listElements(root: MathElement): MathElement[] {
  return [root, ...root.children.flatMap((child) => (typeof child === 'string' ? [] : listElements(child)))];
}
const readText = ({ children }: MathElement): string =>
  children.map((child) => (typeof child === 'string' ? child : readText(child))).join('');
const findProblem = (source: string): string => {
  const rendered = render(source);
  return 'problem' in rendered ? rendered.problem : 'none';
};

describe('formulas that people write', () => {
  it.each([
    ['x^T W_E W_U', 'xTWEWU'],
    ['\\mathbb{R}^d, \\mathcal{L}, \\mathbf{x}', 'ℝd,ℒ,𝐱'],
    ['\\operatorname{softmax}\\left(\\frac{QK^T}{\\sqrt{d_k}}\\right)V', 'softmax\u2061(QKTdk)V'],
    ['\\begin{aligned} a &= b \\\\ &= c \\end{aligned}', 'a=b=c'],
    ['\\hat{x} \\le \\|y\\|_2', 'xˆ≤‖y‖2'],
    ['[[L9H9]]', '[[L9H9]]'],
  ])('%s', (source, text) => {
    expect(readText(element(source))).toBe(text);
  });

  it('keep their colours, alignments and lines without styles', () => {
    const red = { name: 'mi', attributes: { mathcolor: '#ff0000' }, children: ['x'] };
    expect(element('\\color{red}x')).toEqual({ name: 'mrow', children: [red] });
    const classes = (source: string): unknown[] =>
      listElements(element(source)).flatMap(({ attributes }) => attributes?.['class'] ?? []);
    expect(classes('\\begin{aligned} a &= b \\end{aligned}')).toEqual([
      'math-right math-tight',
      'math-left math-tight',
    ]);
    expect(classes('\\overline{a} \\cancel{b} \\boxed{c}')).toEqual([
      'math-over',
      'math-strike-up',
      'math-box',
    ]);
  });
});

/** Everything Temml can do besides drawing, and much of what it draws. */
const MANY = [
  '\\color{red}{x}',
  '\\colorbox{red}{x}',
  '\\textcolor{#123}{x}',
  '\\rule{1em}{2em}',
  '\\tag{1}x',
  '\\ce{H2O}',
  '\\overbrace{x}^y',
  '\\xrightarrow{a}',
  '\\vec{a}',
  '\\widehat{abc}',
  '\\phantom{x}',
  '\\smash{x}',
  "f''",
  '\\begin{array}{|c|c|}\\hline a & b \\\\ \\hline\\end{array}',
  '\\begin{CD} A @>>> B \\end{CD}',
  '\\mathscr{L}',
  '\\longdiv{a}',
  '\\angl{n}',
  '\\phase{x}',
  '\\cancelto{0}{x}',
  '\\fbox{x}',
  '\\sout{x}',
  '\\text{a b}',
  '\\unicode{x41}',
  '\\prescript{1}{2}{X}',
  '\\underset{a}{b}',
  '\\substack{a\\\\b}',
  '\\Bigl( x \\Bigr)',
  '\\raisebox{1em}{x}',
  '\\kern1em x',
];

describe('what is left of a formula', () => {
  it('is elements, attributes and classes that only draw', () => {
    const drawn = MANY.flatMap((source) => {
      const rendered = render(source, true);
      return 'problem' in rendered ? [] : listElements(rendered.element);
    });
    expect(drawn.length).toBeGreaterThan(100);
    for (const { name, attributes = {} } of drawn) {
      expect(MATH_ELEMENTS).toContain(name);
      for (const attribute of Object.keys(attributes)) expect(MATH_ATTRIBUTES).toContain(attribute);
      for (const one of attributes['class']?.split(' ') ?? []) expect(MATH_CLASSES).toContain(one);
    }
  });

  it.each(['href', 'src', 'style', 'id', 'onclick', 'actiontype', 'xlink:href'])('never has %s', (name) => {
    expect(MATH_ATTRIBUTES).not.toContain(name);
  });

  it.each([
    '\\href{javascript:alert(1)}{x}',
    '\\url{http://evil.example}',
    '\\includegraphics{http://evil.example/t.png}',
    '\\class{a}{x}',
    '\\id{a}{x}',
    '\\style{color:red}{x}',
    '\\data{a=b}{x}',
    '\\htmlClass{a}{x}',
    '\\htmlStyle{color: red}{x}',
    '\\html{x}',
  ])('nothing of %s', (source) => {
    expect(findProblem(source)).toMatch(/Unsupported function name|not trusted/);
  });
});

describe('a formula that cannot be translated', () => {
  it.each([
    ['', 'The formula is empty.'],
    ['\\frac{1', /^Unexpected end of input/],
    ['\\nothing', /^Unsupported function name: \\nothing/],
    ['x'.repeat(2001), 'The formula is 2001 characters long; use up to 2000.'],
    ['\\def\\a{\\a\\a}\\a', '\\def is not available: write the formula out.'],
    ['\\newcommand{\\a}{b}\\a', '\\newcommand is not available: write the formula out.'],
    ['\\gdef\\a{\\a}\\a', /not available/],
    ['\\global\\let\\x=\\y', /not available/],
    ['x^{'.repeat(400) + '}'.repeat(400), /nests more than 40 levels deep/],
    ['{'.repeat(1000), /./],
    ['\\sqrt{'.repeat(200) + '}'.repeat(200), /nests/],
    ['\\left('.repeat(150) + '\\right)'.repeat(150), /nests/],
  ])('has a reason: %.40s', (source, problem) => {
    expect(findProblem(source)).toMatch(problem);
    expect(findProblem(source)).toMatch(/\.$/);
  });

  it('has no more parts than the text has left', () => {
    expect(render('a b c', false, 2)).toEqual({ problem: expect.stringContaining('too many parts') });
    expect(render('a b c', false, 4)).toMatchObject({ size: 4 });
  });

  it('cannot be larger than 20 em', () => {
    const { attributes } = element('\\rule{9999em}{9999em}');
    expect(attributes).toMatchObject({ width: '20em', height: '20em' });
    for (const { attributes: size = {} } of listElements(
      element('\\hspace{9999em}\\kern999em x \\raisebox{999em}{y}'),
    )) {
      for (const value of Object.values(size)) expect(Number.parseFloat(value) || 0).toBeLessThanOrEqual(20);
    }
  });

  it('leaves nothing to the next one', () => {
    expect(findProblem('\\edef\\leak{a}')).toMatch(/not available/);
    expect(findProblem('\\leak')).toMatch(/Unsupported function name/);
  });
});

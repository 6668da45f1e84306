/** The families that Patchbay brings along. */
import type { Corruption, Family } from '../family';
import { CAPITALS, EVENTS, NAMES, NOUNS, OBJECTS, PARAMETERS, PEOPLE, PLACES, WORDS, YEARS } from './words';

/** Sentences in which two names meet; {X} and {Y} are the first and the second. */
const IOI_SENTENCES = [
  ['went', 'Then, {X} and {Y} went to the {PLACE}. {S2} gave a {OBJECT} to'],
  ['working', 'While {X} and {Y} were working at the {PLACE}, {S2} gave a {OBJECT} to'],
  ['got', 'When {X} and {Y} got a {OBJECT} at the {PLACE}, {S2} decided to give it to'],
  ['lunch', 'After the lunch, {X} and {Y} went to the {PLACE}. {S2} gave a {OBJECT} to'],
] as const;

const IOI_CORRUPTIONS: readonly Corruption[] = [
  { id: 'other-subject', name: 'The second subject is the indirect object', slots: { S2: 'A' } },
  { id: 'third-name', name: 'The second subject is a third name', slots: { S2: 'C' } },
  {
    id: 'all-names',
    name: 'All three names are others',
    slots: { IO: 'C', S1: 'D', S2: 'E' },
  },
];

const IOI: Family = {
  id: 'ioi',
  name: 'Indirect object identification',
  purpose:
    'Which of two names receives the object? Two orders of the names (ABBA, BABA) in four sentences. Three corruptions: that of the ' +
    'subject shows the name movers, a third name removes the repetition, and all names take everything but the sentence away.',
  source: 'Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593',
  templates: IOI_SENTENCES.flatMap(([id, text]) => [
    { id: `abba-${id}`, text: text.replace('{X}', '{IO}').replace('{Y}', '{S1}') },
    { id: `baba-${id}`, text: text.replace('{X}', '{S1}').replace('{Y}', '{IO}') },
  ]),
  words: { names: NAMES, places: PLACES, objects: OBJECTS },
  variables: {
    A: 'names',
    B: 'names',
    C: 'names',
    D: 'names',
    E: 'names',
    PLACE: 'places',
    OBJECT: 'objects',
  },
  different: [['A', 'B', 'C', 'D', 'E']],
  slots: { IO: 'A', S1: 'B', S2: 'B', PLACE: 'PLACE', OBJECT: 'OBJECT' },
  corruptions: IOI_CORRUPTIONS,
  answers: { kind: 'words', correct: 'A', incorrect: 'B' },
  roles: ['IO', 'S1', 'S2'],
};

const GREATER_THAN: Family = {
  id: 'greater-than',
  name: 'Greater-than',
  purpose:
    'An end is later than its beginning: the probability of all later years of the century against that of all others. The corrupted ' +
    'prompt begins in the year 01, after which every year is possible.',
  source: 'Hanna et al. 2023, How does GPT-2 compute greater-than?, arXiv:2305.00586',
  templates: [
    { id: 'lasted', text: 'The {EVENT} lasted from the year {CENTURY}{YEAR} to the year {CENTURY}' },
    { id: 'began', text: 'The {EVENT} began in {CENTURY}{YEAR} and ended in {CENTURY}' },
  ],
  words: { events: EVENTS, years: YEARS },
  variables: { EVENT: 'events', Y: 'years' },
  different: [],
  slots: { EVENT: 'EVENT', CENTURY: 'Y.century', YEAR: 'Y.year' },
  corruptions: [{ id: 'year-01', name: 'The year is 01', slots: { YEAR: "'01'" } }],
  answers: { kind: 'above', number: 'Y.year' },
  roles: ['YEAR'],
};

const PRONOUNS: Family = {
  id: 'pronouns',
  name: 'Gendered pronouns',
  purpose: 'Is a name taken up by he or she? The name is exchanged for one of the other gender.',
  source:
    'Mathwin et al. 2023, Identifying a preliminary circuit for predicting gendered pronouns in GPT-2 small; Vig et al. 2020, arXiv:2004.12265',
  templates: [
    { id: 'late', text: 'Yesterday {NAME} was late because' },
    { id: 'home', text: 'Everybody knew that {NAME} went home because' },
    { id: 'person', text: "So {NAME} is a really great friend, isn't" },
  ],
  words: { people: PEOPLE },
  variables: { P: 'people', Q: 'people' },
  different: [['P.pronoun', 'Q.pronoun']],
  slots: { NAME: 'P.name' },
  corruptions: [{ id: 'other-gender', name: 'A name of the other gender', slots: { NAME: 'Q.name' } }],
  answers: { kind: 'words', correct: 'P.pronoun', incorrect: 'Q.pronoun' },
  roles: ['NAME'],
};

const AGREEMENT: Family = {
  id: 'agreement',
  name: 'Subject-verb agreement',
  purpose:
    'Does the verb take the number of the subject, also behind another noun? The subject is exchanged for its other number; the noun between ' +
    'stays the same.',
  source: 'Linzen et al. 2016, arXiv:1611.01368; Finlayson et al. 2021, arXiv:2106.06087',
  templates: [
    { id: 'simple', text: 'Everybody knows that the {SUBJECT}' },
    { id: 'near', text: 'The {SUBJECT} near the {BETWEEN}' },
    { id: 'behind', text: 'We saw that the {SUBJECT} behind the {BETWEEN}' },
  ],
  words: { nouns: NOUNS },
  variables: { N: 'nouns', M: 'nouns' },
  different: [
    ['N.noun', 'M.noun'],
    ['N.noun', 'M.other'],
  ],
  slots: { SUBJECT: 'N.noun', BETWEEN: 'M.noun' },
  corruptions: [{ id: 'other-number', name: 'The other number', slots: { SUBJECT: 'N.other' } }],
  answers: { kind: 'words', correct: 'N.be', incorrect: 'N.otherBe' },
  roles: ['SUBJECT', 'BETWEEN'],
};

const INDUCTION: Family = {
  id: 'induction',
  name: 'Induction',
  purpose:
    'After A B ... A follows B. The last word is exchanged for another word of the prompt, C, after which D follows. The words have no ' +
    'meaning together, so only their order tells.',
  source:
    'Elhage et al. 2021, A mathematical framework for transformer circuits; Olsson et al. 2022, arXiv:2209.11895',
  templates: [
    { id: 'near', text: ' {X} {A} {B} {Y} {C} {D} {Z} {LAST}' },
    { id: 'far', text: ' {C} {D} {X} {Y} {A} {B} {Z} {W} {V} {LAST}' },
  ],
  words: { words: WORDS },
  variables: {
    A: 'words',
    B: 'words',
    C: 'words',
    D: 'words',
    V: 'words',
    W: 'words',
    X: 'words',
    Y: 'words',
    Z: 'words',
  },
  different: [['A', 'B', 'C', 'D', 'V', 'W', 'X', 'Y', 'Z']],
  slots: { A: 'A', B: 'B', C: 'C', D: 'D', V: 'V', W: 'W', X: 'X', Y: 'Y', Z: 'Z', LAST: 'A' },
  corruptions: [{ id: 'other-word', name: 'Another word of the prompt is repeated', slots: { LAST: 'C' } }],
  answers: { kind: 'words', correct: 'B', incorrect: 'D' },
  roles: ['A', 'B', 'C', 'D'],
};

const DOCSTRING: Family = {
  id: 'docstring',
  name: 'Docstring',
  purpose:
    'Which parameter is documented next? The order of the definition tells. In the corrupted prompt the third parameter of the definition has ' +
    'another name.',
  source:
    'Heimersheim and Janiak 2023, A circuit for Python docstrings in a 4-layer attention-only transformer',
  templates: [
    {
      id: 'three',
      text: 'def {NAME}(self, {A_DEF}, {B_DEF}, {C_DEF}):\n    """{W1} {W2} {W3}\n\n    :param {A_DOC}: {W4} {W5}\n    :param {B_DOC}: {W6} {W7}\n    :param',
    },
  ],
  words: { parameters: PARAMETERS, words: WORDS },
  variables: {
    F: 'parameters',
    A: 'parameters',
    B: 'parameters',
    C: 'parameters',
    D: 'parameters',
    W1: 'words',
    W2: 'words',
    W3: 'words',
    W4: 'words',
    W5: 'words',
    W6: 'words',
    W7: 'words',
  },
  different: [['A', 'B', 'C', 'D', 'F']],
  slots: {
    NAME: 'F',
    A_DEF: 'A',
    B_DEF: 'B',
    C_DEF: 'C',
    A_DOC: 'A',
    B_DOC: 'B',
    W1: 'W1',
    W2: 'W2',
    W3: 'W3',
    W4: 'W4',
    W5: 'W5',
    W6: 'W6',
    W7: 'W7',
  },
  corruptions: [{ id: 'other-parameter', name: 'Another third parameter', slots: { C_DEF: 'D' } }],
  answers: { kind: 'words', correct: 'C', incorrect: 'D' },
  roles: ['A_DEF', 'B_DEF', 'C_DEF', 'A_DOC', 'B_DOC'],
};

const FACTS: Family = {
  id: 'capitals',
  name: 'Facts: capitals',
  purpose: 'A fact about a subject: the capital of a country. The country is exchanged for another one.',
  source: 'Meng et al. 2022, Locating and editing factual associations in GPT, arXiv:2202.05262',
  templates: [
    { id: 'capital', text: 'The capital of {SUBJECT} is the city of' },
    { id: 'travel', text: 'To see the capital of {SUBJECT}, we travelled to' },
  ],
  words: { capitals: CAPITALS },
  variables: { P: 'capitals', Q: 'capitals' },
  different: [['P.country', 'Q.country']],
  slots: { SUBJECT: 'P.country' },
  corruptions: [{ id: 'other-country', name: 'Another country', slots: { SUBJECT: 'Q.country' } }],
  answers: { kind: 'words', correct: 'P.capital', incorrect: 'Q.capital' },
  roles: ['SUBJECT'],
};

/** All families, IOI first. */
export const FAMILIES: readonly Family[] = [
  IOI,
  GREATER_THAN,
  PRONOUNS,
  AGREEMENT,
  INDUCTION,
  DOCSTRING,
  FACTS,
];

/** The family with an id; undefined when there is none. */
export function findFamily(id: string): Family | undefined {
  return FAMILIES.find((family) => family.id === id);
}

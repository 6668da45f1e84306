/**
 * Limits that forms, services and the API's descriptions share. A test compares the numbers in the descriptions with these.
 *
 * Lengths are in UTF-16 code units, as `String.length` and the `maxLength` of a text field count them.
 */

/** Prompt pairs of a request, of the form, and of one batch of a run. */
export const MAX_PAIRS = 64;
/** Prompt pairs of a run, unless a site sets MAX_RUN_PAIRS. */
export const MAX_RUN_PAIRS = 10_000;
/** Stored values of one sweep in one metric that one request joins, of the batches of a large run: 64 MB. */
export const MAX_JOINED_VALUES = 16_000_000;
/** Pairs whose unpatched runs are computed before a run, for a look at them or a filter. */
export const MAX_MEASURED_PAIRS = 256;
/** Tokens of an answer that is a set: all two-digit numbers. */
export const MAX_ANSWER_TOKENS = 100;

/** Tokens of an answer that is read as a whole: a run computes each of them. */
export const MAX_WHOLE_TOKENS = 16;
/** Roles of a pair, characters of their names, tokens of one role, and tokens of all roles of a pair. */
export const MAX_ROLES = 16;
export const MAX_ROLE_NAME = 24;
export const MAX_ROLE_TOKENS = 8;
export const MAX_TOKENS_OF_ROLES = 32;
/** UTF-8 bytes of all distinct texts of a run: 128 prompts of GPT-2's whole context, at about eight bytes a token. */
export const MAX_EXPERIMENT_BYTES = 1_000_000;
/** The same for each pair of a run of many: 10,000 pairs have 10 MB. */
export const MAX_BYTES_PER_PAIR = 1000;
/** Cells of one sweep: the mean over prompts, which a page reads at once, then is 4 MB. */
export const MAX_SWEEP_CELLS = 1_000_000;
/** Stored values of one sweep in one metric, cells times the prompts of a batch: 16 MB, which one request can read. */
export const MAX_SWEEP_VALUES = 4_000_000;
/** Length of the title that an owner gives a run. */
export const MAX_RUN_TITLE = 140;
/** Characters of a run's id, title, tags, model and prompts that a search reads. */
export const MAX_RUN_TEXT = 20_000;
/** Length of the notes on a run. */
export const MAX_NOTES = 10_000;

/** Characters of a finding's title, at least. */
export const MIN_FINDING_TITLE = 3;
/** Length of a finding's title. */
export const MAX_FINDING_TITLE = 140;
/** Length of a finding's summary, in Markdown. */
export const MAX_SUMMARY = 20_000;
/** Tags of a finding, and of a run. */
export const MAX_TAGS = 8;
/** Characters of a tag. */
export const MAX_TAG = 30;
/** Length of why a finding was edited. */
export const MAX_EDIT_REASON = 280;
/** Length of why a finding was withdrawn. */
export const MAX_WITHDRAWAL_REASON = 1000;
/** Runs that a finding rests on beside its main run. */
export const MAX_FURTHER_RUNS = 10;
/** Length of the label of such a run. */
export const MAX_FURTHER_RUN_LABEL = 140;
/** Length of a search for findings, prompt sets or runs. */
export const MAX_SEARCH = 500;
/** Tags and authors that the filters of the gallery offer. */
export const MAX_FILTER_OPTIONS = 50;

/** Length of the name that others see. */
export const MAX_USER_NAME = 60;
/** Characters of a password, at least. */
export const MIN_PASSWORD = 8;
/** Length of a password. */
export const MAX_PASSWORD = 128;
/** Access tokens of a user. */
export const MAX_ACCESS_TOKENS = 20;
/** Length of an access token's name. */
export const MAX_ACCESS_TOKEN_NAME = 60;

/** Nodes of one page of a list. */
export const MAX_PAGE = 100;
/** Length of a text to tokenise. */
export const MAX_TOKENIZED_TEXT = 100_000;
/** Length of a text that prompt pairs are read from; with its escapes it fits the body of a request. */
export const MAX_PROMPT_TEXT = 800_000;
/** Rows of such a text. */
export const MAX_PROMPT_ROWS = 10_000;
/** Pairs of a prompt set. */
export const MAX_SET_PAIRS = 10_000;
/** Length of a prompt set's name. */
export const MAX_SET_NAME = 140;
/** Length of a prompt set's description. */
export const MAX_SET_DESCRIPTION = 10_000;
/** Length of the source and of the licence of a prompt set. */
export const MAX_SET_SOURCE = 500;
/** Prompt sets of a user. */
export const MAX_PROMPT_SETS = 200;
/** Length of the definition of a family. */
export const MAX_DEFINITION = 50_000;
/** Templates of a defined family. */
export const MAX_TEMPLATES = 100;
/** Corruptions of a defined family. */
export const MAX_CORRUPTIONS = 20;
/** Variables, slots, and lists of words of a defined family, each. */
export const MAX_VARIABLES = 60;
/** Length of a prompt that a defined family generates. */
export const MAX_GENERATED_PROMPT = 5000;
/** Characters of all prompts that a defined family generates at once. */
export const MAX_GENERATED = 20_000_000;
/** Pairs of a family that are shown before its set is created. */
export const MAX_SAMPLED_PAIRS = 20;
/** Versions of a prompt set. */
export const MAX_SET_VERSIONS = 100;
/** Pairs of a prompt set that one request lists. */
export const MAX_LISTED_PAIRS = 200;
/** Next tokens of a prediction. */
export const MAX_PREDICTIONS = 100;
/** Tokens that the logit lens returns for each place. */
export const MAX_LENS_TOKENS = 10;
/** Cells or heads of a ranking. */
export const MAX_RANKED = 1000;
/** Prompts at either end of the effects of a cell. */
export const MAX_EXTREME_PROMPTS = 100;
/** Values of a sweep that are sent as JSON; more are sent as binary data only. */
export const MAX_JSON_VALUES = 50_000;
/** Planned floating point operations of patched runs that a request computes at once: less than a minute on two cores. */
export const MAX_INTERVENTION_FLOPS = 5e12;
/** Planned floating point operations of one part of a circuit's evaluation, or of the neurons of a layer: about three minutes on two cores. */
export const MAX_CIRCUIT_FLOPS = 2e13;
/** Neurons that are returned of a layer. */
export const MAX_NEURONS = 1000;
/** Sets that are knocked out of a circuit at random, and nodes of a greedy search. */
export const MAX_KNOCKOUTS = 50;
/** Nodes that one step of a greedy search compares. */
export const MAX_CANDIDATES = 100;
/** Random circuits that a circuit is compared with. */
export const MAX_RANDOM_CIRCUITS = 50;
/** Sizes of a circuit's curve. */
export const MAX_CURVE_SIZES = 64;
/** Edges of a circuit that is given, and of an order of edges. */
export const MAX_CIRCUIT_EDGES = 2000;
/** Nodes or edges of a curve's ranking that are listed, the most important first. */
export const MAX_LISTED_MEMBERS = 2000;
/** Edges among which circuits are evaluated: the complete graph of GPT-2 medium has 226,000. */
export const MAX_GRAPH_EDGES = 300_000;
/** Circuits that are stored with a run. */
export const MAX_STORED_CIRCUITS = 50;
/** Length of a circuit's name. */
export const MAX_CIRCUIT_NAME = 100;
/** Sites of one request for patched runs. */
export const MAX_INTERVENED_SITES = 4096;
/** Sites of a stored joint patch: each is computed alone, too. */
export const MAX_JOINT_SITES = 200;
/** Stored joint patches of a run, controls included. */
export const MAX_JOINT_PATCHES = 100;
/** Length of the title of a joint patch. */
export const MAX_JOINT_PATCH_TITLE = 140;
/** Samples of noise that one request averages over. */
export const MAX_NOISE_SAMPLES = 64;
/** How long a request may wait for a run to end, in ms. */
export const MAX_SETTLE_MS = 1000;
/** Cells of a sweep by position or by entry that can be searched: those with the largest change. */
export const MAX_EFFECTS = 200;
/** Effects of one sweep kind that the page of a head shows. */
export const MAX_HEAD_EFFECTS = 2000;
/** Findings on a model among which the heads that matter are counted. */
export const MAX_HEAD_FINDINGS = 1000;

/** Length of a claim in the language of docs/claims.md. */
export const MAX_CLAIM_LENGTH = 300;
/** Claims of a finding, and of one request that evaluates them. */
export const MAX_CLAIMS = 20;
/** Values, cells times prompts, that one claim reads: each is averaged in every resample. */
export const MAX_CLAIM_VALUES = 100_000;
/** Runs that are attached to a finding, replications included. */
export const MAX_EVIDENCE = 100;
/** Length of the note on an attached run, and of the author's response. */
export const MAX_EVIDENCE_NOTE = 500;
/** Findings of a family of forks that are listed. */
export const MAX_LINEAGE = 100;
/** Cells that two findings have in common, at least, for a correlation of their effects. */
export const MIN_SHARED_CELLS = 10;
/** Similar findings of a request. */
export const MAX_SIMILAR = 20;
/** Claims that the page of a head lists. */
export const MAX_HEAD_CLAIMS = 100;

/** Length of the title of a collection. */
export const MAX_COLLECTION_TITLE = 140;
/** Findings and texts of a collection. */
export const MAX_COLLECTION_ITEMS = 200;
/** Length of a text of a collection, in Markdown. */
export const MAX_COLLECTION_TEXT = 5000;
/** Users who may change a collection besides its owner. */
export const MAX_COLLECTION_EDITORS = 20;
/** Collections of one user. */
export const MAX_COLLECTIONS = 200;

/** Length of a comment, in Markdown. */
export const MAX_COMMENT = 5000;
/** Comments of a finding, replies included. */
export const MAX_COMMENTS = 2000;
/** Replies of a thread. */
export const MAX_REPLIES = 200;
/** Users that are notified of being mentioned in a comment. */
export const MAX_MENTIONS = 10;
/** Users that a list of completions offers. */
export const MAX_MENTIONABLE = 8;
/** Length of the reason of a report, and of what an administrator does. */
export const MAX_REASON = 500;
/** Notifications that are kept for a user, the newest ones. */
export const MAX_NOTIFICATIONS = 1000;
/** UTF-8 bytes of a file that is imported or checked: a run of 8 prompts on GPT-2 small with every sweep by head and all edges fits. */
export const MAX_IMPORT_BYTES = 16_000_000;
/** Problems of a file that are reported at once. */
export const MAX_IMPORT_ISSUES = 50;

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  insertCompletionText,
  pickedCompletion,
  snippet,
  startCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { colouredYaml } from "./colouredYaml.js";
import { type Fix, fixLabel, type TextMistake } from "./protocol.js";
import {
  formulaWordIn,
  formulaWords,
  idsIn,
  meaningAt,
  type SchemaPart,
  suggestionsAt,
  type Vocabulary,
  type WordSuggestion,
} from "./suggestions.js";
import { yamlPlaceAt } from "./yamlPlace.js";

/** What the editor knows of the words that may be written. */
export interface EditorWords {
  readonly schema: SchemaPart;
  readonly vocabulary: Vocabulary;
  /** The ids of the exercise as it was last right. */
  readonly ids: () => readonly string[];
}

/** The text that is being written. */
export class Editor {
  readonly #view: EditorView;
  readonly #extensions: readonly Extension[];

  /** `changed` is told whenever the text is another, by whomever. */
  constructor(host: HTMLElement, words: EditorWords, changed: () => void) {
    // In a shadow root, the editor's styles are made by script, which the page's policy allows.
    const root = host.attachShadow({ mode: "open", delegatesFocus: true });
    this.#extensions = [
      ...extensions(words),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed();
      }),
    ];
    this.#view = new EditorView({ state: this.#stateOf(""), parent: root, root });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Puts another text there, of which nothing is undone. */
  open(text: string): void {
    this.#view.setState(this.#stateOf(text));
  }

  show(mistakes: readonly TextMistake[]): void {
    const { state } = this.#view;
    const { length } = state.doc;
    const within = mistakes.filter(({ to }) => to <= length);
    this.#view.dispatch(setDiagnostics(state, within.map(diagnosticOf)));
  }

  goTo(offset: number): void {
    const selection = { anchor: Math.min(offset, this.#view.state.doc.length) };
    this.#view.dispatch({ selection, scrollIntoView: true });
    this.#view.focus();
  }

  apply({ from, to, insert }: Fix): void {
    this.#view.dispatch({ changes: { from, to, insert }, userEvent: "input.fix" });
    this.#view.focus();
  }

  /** Makes one text another, so that it can be undone; whether that one is still there. */
  become(before: string, after: string): boolean {
    if (this.text !== before) return false;
    const { length } = before;
    let from = 0;
    while (from < length && before[from] === after[from]) from++;
    let same = 0;
    const most = Math.min(length, after.length) - from;
    while (same < most && before[length - 1 - same] === after[after.length - 1 - same]) same++;
    const insert = after.slice(from, after.length - same);
    if (insert !== "" || same + from < length)
      this.#view.dispatch({
        changes: { from, to: length - same, insert },
        userEvent: "input.form",
      });
    return true;
  }

  #stateOf(doc: string): EditorState {
    return EditorState.create({ doc, extensions: [...this.#extensions] });
  }
}

function diagnosticOf({ from, to, message, fix }: TextMistake): Diagnostic {
  return {
    from,
    to,
    message,
    severity: "error",
    actions: fix
      ? [
          {
            name: fixLabel(fix),
            apply: (view) => view.dispatch({ changes: fix, userEvent: "input.fix" }),
          },
        ]
      : [],
  };
}

const extensions = (words: EditorWords): readonly Extension[] => [
  lineNumbers(),
  foldGutter(),
  lintGutter(),
  history(),
  drawSelection(),
  highlightSpecialChars(),
  // Texts of word processors and web pages have spaces that are none in YAML.
  EditorView.clipboardInputFilter.of((text) => text.replaceAll("\u00a0", " ")),
  highlightActiveLine(),
  highlightSelectionMatches(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  indentUnit.of("  "),
  search({ top: true }),
  colouredYaml,
  syntaxHighlighting(colours),
  autocompletion({ override: [(context) => completions(context, words)], icons: false }),
  hoverTooltip((view, at) => hoverText(view, at, words)),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    "aria-label": "The exercise as YAML",
    spellcheck: "false",
    tabindex: "0",
  }),
  keymap.of([
    ...completionKeymap,
    ...closeBracketsKeymap,
    ...lintKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...defaultKeymap,
    indentWithTab,
  ]),
  look,
];

function completions(
  { state, pos, explicit }: CompletionContext,
  { schema, vocabulary, ids }: EditorWords,
): CompletionResult | null {
  const text = state.doc.toString();
  const known = idsIn(text, ids());
  const inFormula = formulaWordIn(
    state.doc.lineAt(pos).text.slice(0, pos - state.doc.lineAt(pos).from),
  );
  if (inFormula !== undefined)
    return inFormula === "" && !explicit
      ? null
      : {
          from: pos - inFormula.length,
          options: optionsOf(formulaWords(vocabulary, known)),
          validFor,
        };
  const place = yamlPlaceAt(text, pos);
  if (!place || (!explicit && place.word === "")) return null;
  const options = optionsOf(suggestionsAt(place, schema, vocabulary, known));
  return options.length > 0 ? { from: pos - place.word.length, options, validFor } : null;
}

const validFor = /^[\w.-]*$/;

const optionsOf = (words: readonly WordSuggestion[]): readonly Completion[] =>
  words.map(({ word, meaning, kind, insert }, i) => ({
    label: word,
    type: kind === "key" ? "property" : "constant",
    boost: -i / 1000,
    ...(meaning === undefined ? {} : { info: meaning }),
    apply: (view: EditorView, chosen: Completion, from: number, to: number) => {
      if (insert.includes("${")) return snippet(insert)(view, chosen, from, to);
      const change = insertCompletionText(view.state, insert, from, to);
      view.dispatch({ ...change, annotations: pickedCompletion.of(chosen) });
      // After a key, what may stand there.
      if (kind === "key") startCompletion(view);
    },
  }));

function hoverText(view: EditorView, at: number, { schema }: EditorWords): Tooltip | null {
  const word = view.state.wordAt(at);
  if (!word) return null;
  const text = view.state.doc.toString();
  const place = yamlPlaceAt(text, word.to);
  if (!place) return null;
  const path = place.kind === "value" ? place.path : [...place.path, place.word.trim()];
  const meaning = meaningAt(path, schema);
  if (meaning === undefined) return null;
  const create = () => {
    const dom = document.createElement("div");
    dom.className = "meaning";
    dom.textContent = meaning;
    return { dom };
  };
  return { pos: word.from, end: word.to, above: true, create };
}

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--link)", fontWeight: "600" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
  {
    tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket],
    color: "var(--faint)",
  },
  { tag: [tags.keyword, tags.labelName, tags.typeName], color: "var(--follows)" },
]);

/** What is selected while one writes, which the editor would colour more strongly by itself. */
const selected = "&.cm-focused > .cm-scroller > .cm-selectionLayer";

const look = EditorView.theme({
  "&": { flex: "1", minWidth: "0", color: "var(--ink)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "2px solid var(--link)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", fontSize: "0.9rem", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--shade)", color: "var(--faint)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--link) 9%, transparent)",
  },
  [`.cm-selectionBackground, ${selected} .cm-selectionBackground`]: {
    backgroundColor: "color-mix(in srgb, var(--link) 30%, transparent)",
  },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--shade)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
  },
  ".cm-tooltip .meaning, .cm-completionInfo": { maxWidth: "26rem", padding: "0.3rem 0.6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--link)",
    color: "var(--paper)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--wrong)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--link)", color: "var(--paper)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--shade)", color: "var(--ink)" },
  ".cm-textfield, .cm-button": {
    backgroundColor: "var(--paper)",
    backgroundImage: "none",
    color: "var(--ink)",
    border: "1px solid var(--field)",
  },
});

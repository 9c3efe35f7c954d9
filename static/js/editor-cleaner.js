// Offers pasted wire copy back cleaned, as a word-level difference. The server cleans: there is one cleaner.
import { write } from "./editor-write.js";

const PAUSE = 500; // milliseconds without a key before looking again
const CONTEXT = 60; // characters that are shown on either side of a change

export class Cleaner {
  constructor(editor) {
    this.editor = editor;
    this.field = editor.field;
    this.panel = editor.querySelector("[data-panel=offer]");
    this.panel.querySelector("[data-way=apply]").addEventListener("click", () => this.apply());
    this.panel.querySelector("[data-way=keep]").addEventListener("click", () => this.keep());
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.keep());
    this.field.addEventListener("input", () => this.follow());
    this.field.addEventListener("change", () => this.count());
  }

  // The browser itself pastes next; then we know what came in.
  afterPaste(from) {
    this.field.addEventListener("input", ({ inputType }) => {
      if (inputType === "insertFromPaste") this.offer({ from, to: this.field.selectionEnd });
    }, { once: true });
  }

  // Who types on has not said no: what was pasted grows with the typing, and is looked at again.
  follow() {
    this.editor.say("");
    if (!this.passage) return;
    this.passage.to += this.field.value.length - this.passage.length;
    this.passage.length = this.field.value.length;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.offer(this.passage), PAUSE);
  }

  // Asked for with the button: the whole text.
  async look() {
    const found = await this.offer({ from: 0, to: this.field.value.length });
    if (found) this.panel.querySelector("[data-way=apply]").focus();
    else if (found === 0) this.editor.say("There is nothing to clean up: no broken lines, glued words or straight quotes.");
  }

  // Say on the button how much there is to do, once somebody has left the text.
  async count() {
    const button = document.querySelector(".editor-foot [data-do=clean]");
    button.dataset.name ??= button.textContent;
    const found = await this.find().catch(() => null);
    if (found) button.textContent = button.dataset.name + (placesOf(found) ? ` (${placesOf(found)})` : "");
  }

  // What cleaning would change in the text as it stands; null when it was typed on meanwhile.
  async find() {
    const text = this.field.value;
    const body = new FormData();
    body.set("text", text);
    const { changes } = await this.editor.ask(this.editor.dataset.clean, body);
    return text === this.field.value ? changes : null;
  }

  // Show what would change between two places of the text; give how many places, or null where that is not known.
  async offer({ from, to }) {
    this.passage = { from, to, length: this.field.value.length };
    try {
      const changes = await this.find();
      if (!changes || !this.passage || this.editor.pictures?.isAsking) return null;
      this.changes = within(changes, from, to);
    } catch (problem) {
      this.editor.say(problem.message);
      return null;
    }
    this.seen = this.field.value;
    const count = placesOf(this.changes);
    if (!count) return this.close();
    this.panel.querySelector(".editor-panel__count").textContent = count === 1 ? "One place would be mended." : `${count} places would be mended.`;
    this.panel.querySelector(".desk-diff").replaceChildren(...shown(this.changes));
    this.editor.open(this.panel);
    return count;
  }

  async apply() {
    // What was offered holds for the text that was seen: after more typing it is worked out anew.
    if (this.seen !== this.field.value && !(await this.offer(this.passage))) return;
    this.close();
    const { start, end, text } = replacement(this.changes);
    write(this.field, { start, end, text });
    this.editor.say("Cleaned up.", () => {
      this.field.focus();
      document.execCommand("undo");
      this.editor.say("As it was pasted.");
    });
  }

  keep() {
    this.close();
    this.field.focus({ preventScroll: true });
  }

  close() {
    clearTimeout(this.timer);
    this.passage = null;
    this.panel.hidden = true;
    return 0;
  }
}

// What is removed and what comes in its place are one.
const placesOf = (changes) => changes.filter(([kind], place) => kind === "removed" || (kind === "added" && changes[place - 1]?.[0] !== "removed")).length;

// The changes that touch what stands between two places of the text before; the others are left undone.
export function within(changes, from, to) {
  let place = 0;
  const kept = [];
  let touches = false;
  changes.forEach(([kind, text], index) => {
    const start = place;
    if (kind !== "added") place += text.length;
    // What is added in the place of something removed shares its fate.
    if (kind !== "added" || changes[index - 1]?.[0] !== "removed") touches = start <= to && place >= from;
    if (kind === "same" || touches) kept.push([kind, text]);
    else if (kind === "removed") kept.push(["same", text]);
  });
  return kept;
}

// From the first change to the last: where it stands in the text before, and what comes there.
export function replacement(changes) {
  const first = changes.findIndex(([kind]) => kind !== "same");
  const last = changes.findLastIndex(([kind]) => kind !== "same");
  const say = (some, left) => some.filter(([kind]) => kind !== left).map(([, text]) => text).join("");
  const start = say(changes.slice(0, first), "added").length;
  const middle = changes.slice(first, last + 1);
  return { start, end: start + say(middle, "added").length, text: say(middle, "removed") };
}

function shown(changes) {
  const signs = { removed: "del", added: "ins" };
  return changes.map(([kind, text], place) => {
    if (kind === "same") return shortened(text, place > 0, place < changes.length - 1);
    const element = document.createElement(signs[kind]);
    element.textContent = text.replaceAll("\n", kind === "removed" ? "↵" : "↵\n");
    return element;
  });
}

function shortened(text, followsChange, precedesChange) {
  const begin = followsChange ? text.slice(0, CONTEXT).replace(/\S*$/, "") : "";
  const end = precedesChange ? text.slice(-CONTEXT).replace(/^\S*/, "") : "";
  return text.length > 2.5 * CONTEXT ? `${begin}…${end}` : text;
}

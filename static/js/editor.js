// <desk-editor for="id_body">: tools, preview, cleaner and pictures for a text area that is whole without them.
import { act, breakLine } from "./editor-actions.js";
import { Cleaner } from "./editor-cleaner.js";
import { toMarkdown } from "./editor-markdown.js";
import { Pictures } from "./editor-pictures.js";
import { Preview } from "./editor-preview.js";
import { write } from "./editor-write.js";

// By the key's place or letter; with Ctrl, or ⌘ on a Mac.
const KEYS = { KeyB: "bold", KeyI: "italic", KeyK: "link", KeyE: "code" };
const SHIFT_KEYS = { Digit7: "numbers", Digit8: "list", Digit9: "quote" };
const ALT_KEYS = { Digit2: "heading", KeyF: "footnote", KeyI: "picture", KeyP: "preview" };

class DeskEditor extends HTMLElement {
  connectedCallback() {
    if (this.field) return; // moved, not new
    this.field = document.getElementById(this.getAttribute("for"));
    this.bar = this.querySelector(".editor-bar");
    this.toolbar = this.querySelector("[role=toolbar]");
    this.token = this.field.form.elements.csrfmiddlewaretoken.value;
    this.cleaner = new Cleaner(this);
    this.preview = new Preview(this);
    if (this.dataset.picture) this.pictures = new Pictures(this);
    const whole = this.field.closest("file-attachment") ?? this.field;
    whole.before(this.bar);
    whole.after(this.querySelector(".editor-foot"));
    this.field.form.querySelector("[name=_clean]")?.remove(); // the button that saves first is for those without script
    this.listen();
    this.hidden = false;
  }

  listen() {
    const buttons = [...this.toolbar.querySelectorAll("button")];
    for (const button of buttons) {
      button.tabIndex = button === buttons[0] ? 0 : -1;
      button.title = button.getAttribute("aria-label") ?? "";
    }
    this.toolbar.addEventListener("keydown", (event) => this.walk(event, buttons));
    this.toolbar.addEventListener("focusin", ({ target }) => buttons.forEach((one) => (one.tabIndex = one === target ? 0 : -1)));
    this.toolbar.addEventListener("click", ({ target }) => this.do(target.closest("[data-do]")?.dataset.do));
    document.querySelector(".editor-foot [data-do=clean]").addEventListener("click", () => this.cleaner.look());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("paste", (event) => this.paste(event));
  }

  do(name) {
    if (!name) return;
    if (name === "picture") return this.pictures?.choose();
    if (name === "preview") return this.preview.toggle();
    const { value, selectionStart, selectionEnd } = this.field;
    write(this.field, act(name, value, selectionStart, selectionEnd));
  }

  // From one tool to the next, as https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/ asks.
  walk(event, buttons) {
    const place = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") this.field.focus();
    else if (next !== undefined) buttons.at(next % buttons.length).focus();
    else return;
    event.preventDefault();
  }

  press(event) {
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (event.isComposing) return;
    if (key === "F10" && altKey) {
      event.preventDefault();
      return this.toolbar.querySelector("[tabindex='0']").focus();
    }
    if (key === "Enter" && !ctrlKey && !metaKey && !altKey && !shiftKey) return this.breakLine(event);
    if (!(ctrlKey || metaKey) || event.getModifierState("AltGraph")) return;
    const name = altKey ? ALT_KEYS[code] : shiftKey ? SHIFT_KEYS[code] : KEYS[`Key${key.toUpperCase()}`];
    if (!name || (altKey && shiftKey)) return;
    event.preventDefault();
    this.do(name);
  }

  breakLine(event) {
    const { value, selectionStart, selectionEnd } = this.field;
    const change = breakLine(value, selectionStart, selectionEnd);
    if (!change) return;
    event.preventDefault();
    write(this.field, change);
  }

  // Text is pasted as text even where the clipboard has a picture of it too, as Word and Excel put there.
  paste(event) {
    const { clipboardData, isTrusted } = event;
    const plain = clipboardData?.getData("text/plain") ?? "";
    const html = clipboardData?.getData("text/html") ?? "";
    const { value, selectionStart: start, selectionEnd: end } = this.field;
    const address = plain.trim();
    if (!plain.trim() && (!html || clipboardData.files.length)) return; // a picture: <file-attachment> tells of it
    event.stopPropagation();
    const isAddress = /^https?:\/\/\S+$/.test(address);
    const named = value.slice(start, end).trim();
    let text = html && !isAddress ? toMarkdown(html) : "";
    if (isAddress && named && !/[\n[\]]/.test(named) && !/^https?:/.test(named)) text = `[${named}](${address})`;
    if (!text && !html && isTrusted) return this.cleaner.afterPaste(start);
    event.preventDefault();
    text ||= plain.replace(/\r\n?/g, "\n");
    write(this.field, { start, end, text });
    this.cleaner.offer({ from: start, to: start + text.length });
  }

  // The panels take the place of one another, so that the text keeps its room.
  open(panel) {
    for (const one of this.bar.querySelectorAll(".editor-panel")) one.hidden = one !== panel;
    if (!panel) return;
    this.say("");
    this.bar.scrollIntoView({ block: "nearest" });
  }

  say(words, undo) {
    const line = this.bar.querySelector(".editor-says");
    line.replaceChildren(words);
    if (!undo) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: "Undo" });
    button.addEventListener("click", undo);
    line.append(" ", button);
  }

  // Ask the server; give its answer, or throw an Error with a sentence for the author.
  async ask(address, body, options = {}) {
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": this.token }, ...options });
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      throw new Error("The desk cannot be reached just now. Your text is untouched.");
    }
    if (answer.redirected || answer.status === 403) throw new Error("You are signed out, or may not do this here. Sign in again in another tab; your text stays.");
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("The desk did not understand: perhaps the text is too long. It stays as it is.");
    const told = await answer.json();
    if (typeof told.wrong === "string") throw new Error(told.wrong);
    return told;
  }
}

customElements.define("desk-editor", DeskEditor);

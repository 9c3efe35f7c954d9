// The story as readers would see it, beside the text or below it: the live page's own HTML and stylesheet, in a shadow
// tree that keeps the desk's styles out. It follows the typing, and never takes the focus.

const PAUSE = 700; // milliseconds without a key before asking
const OPEN = "preview is open";

export class Preview {
  constructor(editor) {
    this.editor = editor;
    this.pane = editor.querySelector(".editor-preview");
    this.button = editor.querySelector(".editor-tools__preview");
    this.says = this.pane.querySelector(".editor-preview__says");
    this.sheet = editor.closest(".desk-sheet");
    this.sheet.after(this.pane);
    this.button.addEventListener("click", () => this.toggle());
    editor.field.form.addEventListener("input", () => this.later());
    editor.field.form.addEventListener("change", () => this.later());
    if (kept()) this.toggle();
  }

  toggle() {
    this.pane.hidden = !this.pane.hidden;
    this.button.setAttribute("aria-expanded", String(!this.pane.hidden));
    keep(!this.pane.hidden);
    if (!this.pane.hidden) this.show();
  }

  later() {
    if (this.pane.hidden) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), PAUSE);
  }

  async show() {
    this.asked?.abort();
    this.asked = new AbortController();
    const body = new FormData(this.editor.field.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name); // pictures are not sent for it
    try {
      const { page, wrong } = await this.editor.ask(this.editor.dataset.preview, body, { signal: this.asked.signal });
      this.put(page);
      this.say(wrong.length ? `Not as it stands: ${wrong.join(" ")}` : "");
    } catch (problem) {
      if (problem.name !== "AbortError") this.say(`${problem.message} The preview is an older one.`);
    }
  }

  say(words) {
    if (this.says.textContent !== words) this.says.textContent = words;
  }

  put(page) {
    this.root ??= this.newRoot();
    const story = new DOMParser().parseFromString(page, "text/html").querySelector(".story");
    if (!story) return this.say("The preview came back empty.");
    for (const link of story.querySelectorAll("a[href]:not([href^='#'])")) link.target = "_blank"; // the sheet stays open
    story.querySelector("h1:empty")?.remove(); // a story without a headline yet
    this.root.lastElementChild.replaceChildren(document.adoptNode(story));
  }

  newRoot() {
    const root = this.pane.querySelector(".editor-preview__page").attachShadow({ mode: "open" });
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: this.editor.dataset.paper });
    root.append(sheet, document.createElement("div"));
    root.addEventListener("click", (event) => this.jump(event, root));
    return root;
  }

  // A footnote's link leads within the preview, not to a place of the desk.
  jump(event, root) {
    const href = event.target.closest?.("a")?.getAttribute("href");
    if (!href?.startsWith("#")) return;
    event.preventDefault();
    root.getElementById(decodeURIComponent(href.slice(1)))?.scrollIntoView({ block: "center" });
  }
}

// Whoever works with the preview open finds it open.
function kept() {
  try {
    return localStorage.getItem(OPEN) === "yes";
  } catch {
    return false;
  }
}

function keep(isOpen) {
  try {
    localStorage.setItem(OPEN, isOpen ? "yes" : "no");
  } catch {
    // Refused along with cookies.
  }
}

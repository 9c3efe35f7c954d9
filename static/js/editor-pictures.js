// Pictures dropped on the text, pasted into it or chosen: what each shows is asked before it is placed.
import { paragraphOfItsOwn } from "./editor-actions.js";
import { write } from "./editor-write.js";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif";
const SHOWN = 320; // pixels across; the desk's own small copy, never sent

export class Pictures {
  constructor(editor) {
    this.editor = editor;
    this.field = editor.field;
    this.panel = editor.querySelector("[data-panel=picture]");
    this.waiting = [];
    this.wrap();
    const part = (selector) => this.panel.querySelector(selector);
    this.parts = { alt: part("#editor-alt"), decorative: part("#editor-decorative"), caption: part("#editor-caption"), credit: part("#editor-credit"), wrong: part("[role=alert]"), progress: part("progress"), name: part(".editor-panel__name"), place: part("[data-way=place]") };
    this.parts.place.addEventListener("click", () => this.send());
    part("[data-way=leave]").addEventListener("click", () => this.next());
    this.parts.decorative.addEventListener("change", () => (this.parts.alt.disabled = this.parts.decorative.checked));
    this.panel.addEventListener("keydown", (event) => this.press(event));
  }

  // <file-attachment> tells of files that are dropped, pasted or chosen.
  wrap() {
    const place = document.createElement("file-attachment");
    this.input = Object.assign(document.createElement("input"), { type: "file", id: "editor-files", accept: ACCEPTED, multiple: true, hidden: true });
    place.setAttribute("input", this.input.id);
    this.field.before(place);
    place.append(this.field, this.input);
    place.addEventListener("file-attachment-accepted", ({ detail }) => this.take(detail.attachments.map(({ file }) => file)));
    this.input.addEventListener("input", (event) => event.stopPropagation()); // a choice of files is no change of the text
  }

  get isAsking() {
    return !this.panel.hidden;
  }

  choose() {
    this.input.click();
  }

  take(files) {
    const pictures = files.filter((file) => file.type.startsWith("image/"));
    if (pictures.length < files.length) this.editor.say("Only pictures can be put into the text.");
    this.place ??= this.field.selectionEnd;
    this.waiting.push(...pictures);
    if (!this.file && pictures.length) this.next();
  }

  async next() {
    this.request?.abort();
    this.file = this.waiting.shift();
    this.editor.cleaner.close();
    this.editor.open(this.file ? this.panel : null);
    if (!this.file) {
      this.place = null;
      return this.field.focus({ preventScroll: true });
    }
    this.ask();
    const { file } = this;
    show(file, this.panel.querySelector("canvas"));
    const known = await this.known(file);
    if (known && file === this.file) this.put(known);
  }

  ask() {
    const { alt, decorative, caption, credit, name } = this.parts;
    for (const field of [alt, caption, credit]) field.value = "";
    decorative.checked = alt.disabled = false;
    name.textContent = this.file.name + (this.waiting.length ? ` · ${this.waiting.length} more to come` : "");
    this.busy(false);
    this.refuse({});
    alt.focus();
  }

  // The same file in the library needs no second telling. Where the browser cannot say (no secure connection), the
  // server finds out at the upload.
  async known(file) {
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const body = new FormData();
      body.set("digest", [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
      const told = await this.editor.ask(this.editor.dataset.knownPicture, body);
      return told.number ? told : null;
    } catch {
      return null;
    }
  }

  send() {
    const { alt, decorative, caption, credit, progress } = this.parts;
    if (!alt.value.trim() && !decorative.checked) return this.refuse({ alt: "Say what the picture shows, for those who cannot see it." });
    const body = new FormData();
    body.set("file", this.file);
    body.set("alt", decorative.checked ? "" : alt.value);
    if (decorative.checked) body.set("is_decorative", "on");
    body.set("caption", caption.value);
    body.set("credit", credit.value);
    this.refuse({});
    this.busy(true);
    const request = (this.request = new XMLHttpRequest()); // fetch cannot say how far an upload is
    request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = total ? loaded / total : 0));
    request.addEventListener("load", () => this.hear(request));
    request.addEventListener("error", () => this.refuse({ file: "The desk cannot be reached just now. Your words stay here: try again." }));
    request.open("POST", this.editor.dataset.picture);
    request.setRequestHeader("X-CSRFToken", this.editor.token);
    request.responseType = "json";
    request.send(body);
  }

  hear({ response, status }) {
    if (response?.number) this.put(response);
    else if (response?.wrong) this.refuse(response.wrong);
    else if (status === 413) this.refuse({ file: "The picture is too large to be sent." });
    else this.refuse({ file: "The desk did not take the picture. Perhaps you are signed out: sign in again in another tab, then try again." });
  }

  refuse(wrong) {
    const sentences = Object.values(wrong);
    this.busy(false);
    this.parts.wrong.textContent = sentences.join(" ");
    this.parts.alt.setAttribute("aria-invalid", String(Boolean(wrong.alt)));
    if (wrong.alt) this.parts.alt.focus();
  }

  busy(isBusy) {
    Object.assign(this.parts.progress, { hidden: !isBusy, value: 0 });
    this.parts.place.disabled = isBusy;
  }

  put({ number, text, known }) {
    const change = paragraphOfItsOwn(this.field.value, Math.min(this.place, this.field.value.length), text);
    write(this.field, change);
    this.place = change.select[1];
    this.next();
    this.editor.say(known ? `The library had this picture already, as number ${number}: here it is, with the words it has there.` : `Placed. In the library it is number ${number}.`);
  }

  press(event) {
    if (event.key === "Escape") this.next();
    else if (event.key === "Enter" && event.target.matches("input")) this.send();
    else return;
    event.preventDefault(); // Enter in a field would save the story
  }
}

// A small copy to look at, drawn here. What the browser cannot draw, the server may still take, or say why not.
async function show(file, canvas) {
  canvas.hidden = true;
  try {
    const picture = await createImageBitmap(file, { resizeWidth: SHOWN, resizeQuality: "medium" });
    Object.assign(canvas, { width: picture.width, height: picture.height, hidden: false });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
  } catch {
    // It is sent without having been looked at.
  }
}

// <desk-upload><form>…<input type="file" multiple>…</form><ul>…</ul></desk-upload>: sends the chosen or dropped pictures
// one by one, with progress, and puts what the server says of each into the list. Without script the form sends them all.
const LOST = "It did not arrive: the connection was lost, or you were signed out. Choose it again.";

class DeskUpload extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.list = this.querySelector("ul");
    this.input = this.form.querySelector("input[type=file]");
    this.line = this.form.querySelector(".desk-progress");
    [this.bar, this.words] = this.line.children;
    this.waiting = [];
    this.count = this.done = 0;
    this.form.querySelector("button").remove(); // choosing is enough
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.input.addEventListener("change", () => this.take(this.input.files));
    for (const name of ["dragenter", "dragover"]) this.form.addEventListener(name, (event) => this.hover(event));
    for (const name of ["dragleave", "drop"]) this.form.addEventListener(name, () => this.form.classList.remove("desk-drop--over"));
    this.form.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(event.dataTransfer.files);
    });
    addEventListener("beforeunload", (event) => this.sending && event.preventDefault());
    this.classList.add("desk-upload--live");
  }

  hover(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.form.classList.add("desk-drop--over");
  }

  take(files) {
    this.waiting.push(...files);
    this.count += files.length;
    if (!this.sending) this.next();
  }

  async next() {
    this.line.hidden = false;
    this.sending = true;
    for (let file = this.waiting.shift(); file; file = this.waiting.shift()) {
      this.say(`${file.name} (${this.done + 1} of ${this.count})`);
      const result = await this.send(file);
      if (typeof result === "string") this.list.insertAdjacentHTML("afterbegin", result);
      else this.list.prepend(refusal(file.name));
      this.done += 1;
      this.bar.value = this.done;
    }
    this.sending = false;
    this.input.value = "";
    this.say(this.count === 1 ? "Done." : `All ${this.count} are done.`);
    document.querySelector(".desk-next")?.classList.remove("desk-next--later");
    this.count = this.done = 0;
  }

  // The server's own lines of the list, or null when it was not reached or had none to give.
  send(file) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    data.set("one", "yes");
    data.set("files", file);
    this.bar.max = this.count;
    const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      this.bar.max = this.count;
      this.bar.value = this.done + (total ? (0.95 * loaded) / total : 0);
    });
    return new Promise((resolve) => {
      const isOurs = () => request.status === 200 && request.responseText.includes("desk-outcome");
      request.addEventListener("loadend", () => resolve(isOurs() ? request.responseText : null));
      request.open("POST", this.form.getAttribute("action") || location.href);
      request.send(data);
    });
  }

  say(text) {
    this.words.textContent = text;
  }
}

function refusal(name) {
  const line = document.createElement("li");
  line.className = "desk-outcome desk-outcome--refused";
  const words = document.createElement("div");
  const [title, reason] = ["p", "p"].map((tag) => document.createElement(tag));
  title.append(Object.assign(document.createElement("strong"), { textContent: name }));
  Object.assign(reason, { className: "desk-wrong", textContent: LOST });
  words.append(title, reason);
  line.append(words);
  return line;
}

customElements.define("desk-upload", DeskUpload);

// <desk-names src="…/autocomplete/?…"><input></desk-names>: offers names that exist while one is typed, after any comma.
// Without script the field is a plain line of text, and the server says which name it does not know.
const PAUSE = 200; // milliseconds without a key before asking

class DeskNames extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = document.createElement("datalist");
    this.list.id = `${this.input.id}_names`;
    this.append(this.list);
    this.input.setAttribute("list", this.list.id);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.offer(), PAUSE);
    });
  }

  async offer() {
    const { value } = this.input;
    const start = value.lastIndexOf(",") + 1;
    const word = value.slice(start).trim();
    if (!word) return;
    const before = start ? `${value.slice(0, start)} ` : "";
    try {
      const answer = await fetch(`${this.getAttribute("src")}&term=${encodeURIComponent(word)}`);
      if (!answer.ok || value !== this.input.value) return;
      const { results } = await answer.json();
      this.list.replaceChildren(...results.map(({ text }) => new Option("", before + text)));
    } catch {
      // Offline: the field works as it is.
    }
  }
}

customElements.define("desk-names", DeskNames);

// <desk-cards>: the search result and the share card follow what is typed in the sheet. Without script they show what was
// saved last. The rules are those of blog/seo.py.
const oneLine = (words) => words.split(/\s+/).filter(Boolean).join(" ");
const lengthOf = (words) => Array.from(words).length; // characters as the server counts them, not halves of emoji

function shown(words, most) {
  const letters = Array.from(words);
  if (letters.length <= most) return words;
  const start = letters.slice(0, most - 1).join("");
  const space = start.lastIndexOf(" ");
  return `${space < 0 ? letters.slice(0, most - 2).join("") : start.slice(0, space)} …`;
}

function slugOf(words) {
  const plain = words.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}_\s-]/gu, "");
  return plain.trim().replace(/[-\s]+/g, "-").replace(/^[-_]+|[-_]+$/g, "");
}

class DeskCards extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.follow = () => this.show();
    this.form?.addEventListener("input", this.follow);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("input", this.follow);
  }

  typed(name) {
    return oneLine(this.form.elements.namedItem(name)?.value ?? "");
  }

  show() {
    const headline = this.typed("headline");
    const title = this.typed("search_title") || headline;
    const description = this.typed("search_description") || this.typed("standfirst") || this.dataset.opening;
    this.say("title", title);
    this.say("title-shown", shown(title, Number(this.dataset.titleLimit)));
    this.say("description", description);
    this.say("description-shown", shown(description, Number(this.dataset.descriptionLimit)));
    this.say("address", `${this.dataset.before}${this.typed("slug") || slugOf(headline) || "…"}/`);
    this.count("title", title, Number(this.dataset.titleLimit));
    this.count("description", description, Number(this.dataset.descriptionLimit));
    this.querySelector("[data-card-elsewhere]").hidden = !this.typed("canonical_address");
  }

  say(name, words) {
    this.querySelector(`[data-card="${name}"]`).textContent = words || "…";
  }

  count(name, words, limit) {
    const length = lengthOf(words);
    this.querySelector(`[data-count="${name}"]`).textContent = length;
    this.querySelector(`[data-cut="${name}"]`).hidden = length <= limit;
  }
}

customElements.define("desk-cards", DeskCards);

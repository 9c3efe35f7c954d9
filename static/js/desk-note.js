// <desk-note for="id_body"><a href="…/notes/">…</a></desk-note>: what is selected in the text goes along as the passage.
// It opens in a tab of its own, so that nothing typed is left behind. Without script the link leads to the notes' page.
const LONGEST = 1000; // characters, as the form takes them

class DeskNote extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    const text = document.getElementById(this.getAttribute("for"));
    if (!link || !text) return;
    const plain = link.href;
    link.target = "_blank";
    link.addEventListener("click", () => {
      const chosen = text.value.slice(text.selectionStart, text.selectionEnd).trim().slice(0, LONGEST);
      link.href = chosen ? `${plain}?passage=${encodeURIComponent(chosen)}` : plain;
    });
  }
}

customElements.define("desk-note", DeskNote);

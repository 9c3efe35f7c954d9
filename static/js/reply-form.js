// The form under a story, with script: it answers in place, posts without leaving the page, and keeps what is typed.
// Whatever fails here ends in what the page does without script: a link that is followed, a form that is sent.

const FRAGMENT = "text/vnd.byline.fragment+html";

let drafts;
try {
  drafts = sessionStorage;
} catch {
  drafts = { getItem: () => "", setItem() {} }; // refused along with cookies
}

class ReplyForm extends HTMLElement {
  connectedCallback() {
    if (this.home) return; // moved to a comment, not new
    this.home = document.createComment("");
    this.before(this.home);
    this.addEventListener("input", () => this.keep());
    this.addEventListener("submit", (event) => this.send(event));
    document.addEventListener("click", (event) => this.follow(event));
    this.dress();
    this.find();
  }

  get form() {
    return this.querySelector("form");
  }

  get fields() {
    return this.form?.elements;
  }

  // What the page, the same for everybody, cannot hold.
  dress() {
    const { key, comment, name, email, url, remember } = this.fields ?? {};
    if (!key) return;
    key.value ||= crypto.randomUUID?.() ?? "";
    const cookie = document.cookie.match(/(?:^|; )commenter=([^;]*)/);
    if (cookie && remember && !name.value) {
      const kept = new URLSearchParams(decodeURIComponent(cookie[1]));
      for (const field of [name, email, url]) field.value = kept.get(field.name);
      remember.checked = true;
    }
    if (document.querySelector(".comment--held")) this.keep();
    comment.value ||= drafts.getItem(this.draft);
  }

  get draft() {
    return `comment ${this.fields.post.value}`;
  }

  keep() {
    if (this.form) drafts.setItem(this.draft, this.fields.comment.value);
  }

  // An address of the old site, whose pages ended elsewhere, still leads to its comment.
  async find() {
    const key = location.hash.match(/^#comment-(\d+)$/)?.[1];
    if (!key || document.getElementById(`comment-${key}`)) return;
    const found = await fetch(`/comments/${key}/`, { method: "HEAD" });
    if (found.ok) location.replace(found.url + location.hash);
  }

  follow(event) {
    const link = event.target.closest(".comment__reply, .reply-form__cancel a");
    if (!link || !this.form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.answer(link.matches(".comment__reply") && link.closest(".comment"));
    this.fields.comment.focus();
  }

  // Stand under `comment`, or at home.
  answer(comment) {
    const name = comment && comment.querySelector(".comment__name").textContent;
    this.querySelector("h2").textContent = comment ? this.dataset.reply.replace("NAME", () => name) : this.dataset.start;
    this.querySelector(".reply-form__cancel").hidden = !comment;
    this.fields.reply_to.value = comment ? comment.id.slice(8) : 0;
    if (comment) comment.insertBefore(this, comment.querySelector(":scope > ol"));
    else this.home.after(this);
  }

  async send(event) {
    if (this.plain) return;
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const button = event.submitter;
    const body = new URLSearchParams(new FormData(this.form));
    if (button?.name) body.set(button.name, button.value);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: FRAGMENT } });
      if (!answer.headers.get("Content-Type").startsWith(FRAGMENT)) throw answer;
      const parts = document.createElement("template");
      parts.innerHTML = await answer.text();
      this.take(parts.content);
    } catch {
      this.plain = true;
      this.form.requestSubmit(button);
    }
    this.busy = false;
  }

  // The answer: the form, with what is wrong or a preview; before it the comment, when it was posted.
  take(parts) {
    const item = parts.querySelector("li");
    const parent = document.getElementById(`comment-${this.fields.reply_to.value}`);
    if (item) this.answer(null);
    this.replaceChildren(...parts.querySelector("reply-form").childNodes);
    if (item) this.place(item, parent);
    this.keep();
    this.dress();
    const seen = item ?? this.querySelector("[role=alert], .preview, [aria-invalid=true], .notice") ?? this;
    if (!seen.matches("textarea, input")) seen.tabIndex = -1;
    seen.focus();
  }

  place(item, parent) {
    document.getElementById(item.id)?.remove();
    let list = parent ? parent.querySelector(":scope > ol") : document.querySelector(".thread");
    if (!list) {
      list = document.createElement("ol");
      if (parent) parent.append(list);
      else this.home.before(list);
      if (!parent) list.className = "thread";
    }
    list.append(item);
  }
}

customElements.define("reply-form", ReplyForm);

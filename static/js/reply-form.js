// The conversation, with script: the form answers in place, posts without leaving the page, and keeps what is typed;
// comments are edited and recommended where they stand; who is signed in sees so.
// Whatever fails here ends in what the page does without script: a link that is followed, a form that is sent.
// paper.js fetches it when somebody takes part, or comes back to words that are kept.

const FRAGMENT = "text/vnd.byline.fragment+html";

let drafts;
try {
  drafts = sessionStorage;
} catch {
  drafts = { getItem: () => "", setItem() {} }; // refused along with cookies
}

// The part of a page that an address answers with. Its type is ours alone: a hotel's sign-in page has another.
async function part(address, body) {
  const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers: { Accept: FRAGMENT } });
  if (!answer.headers.get("Content-Type")?.startsWith(FRAGMENT)) throw answer;
  const parts = document.createElement("template");
  parts.innerHTML = await answer.text();
  return parts.content;
}

function typed(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.set(button.name, button.value);
  return body;
}

function show(seen) {
  if (!seen.matches("textarea, input, button")) seen.tabIndex = -1;
  seen.focus();
}

const opensElsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

class ReplyForm extends HTMLElement {
  connectedCallback() {
    if (this.home) return; // moved to a comment, not new
    this.home = document.createComment("");
    this.before(this.home);
    this.addEventListener("input", () => this.keep());
    this.addEventListener("submit", (event) => this.send(event));
    document.addEventListener("click", (event) => this.follow(event));
    // Words kept from before need no time: they may be sent at once.
    const comment = this.fields?.comment;
    this.isTimed = comment && !comment.defaultValue && Boolean(comment.value || !drafts.getItem(this.draft));
    this.dress();
    if (comment?.value) this.keep(); // typed before this script was there
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
    if (!link || !this.form || opensElsewhere(event)) return;
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
    const button = event.submitter;
    if (this.isTimed && this.fields.seconds) this.fields.seconds.value = performance.now() / 1000; // since the page began
    if (this.plain || button?.matches(".ways__way")) return; // to sign in is to leave the page
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    try {
      this.take(await part(button?.getAttribute("formaction") ?? this.form.action, typed(this.form, button)));
    } catch {
      this.plain = true;
      this.form.requestSubmit(button);
    }
    this.busy = false;
  }

  // The answer: the form, with what is wrong or a preview; before it the comment, when it was posted.
  take(parts) {
    const item = parts.querySelector("li.comment");
    const parent = document.getElementById(`comment-${this.fields.reply_to.value}`);
    if (item) this.answer(null);
    this.replaceChildren(...parts.querySelector("reply-form").childNodes);
    if (item) this.place(item, parent);
    this.keep();
    this.dress();
    show(item ?? this.querySelector("[role=alert], .preview, [aria-invalid=true], .notice") ?? this);
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

// Edit a comment of one's own where it stands.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(".comment__edit, .comment .edit-form__cancel");
  if (!link || opensElsewhere(event)) return;
  event.preventDefault();
  const text = link.closest(".comment").querySelector(".comment__text");
  const opened = text.nextElementSibling;
  text.hidden = !opened.matches(".edit-place");
  if (!text.hidden) return opened.remove();
  const place = document.createElement("div");
  place.className = "edit-place";
  text.after(place);
  try {
    place.append(await part(link.href));
    show(place.querySelector("textarea, [role=alert]"));
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  const comment = button?.closest(".comment");
  const recommends = form.id === "recommend";
  if (form.dataset.plain || !comment || !(recommends || form.matches(".edit-form"))) return;
  event.preventDefault();
  try {
    const parts = await part(recommends ? button.formAction : form.action, typed(form, button));
    if (recommends) {
      const fresh = parts.firstElementChild;
      button.replaceWith(fresh);
      fresh.focus();
    } else renew(comment, form.parentElement, parts);
  } catch {
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  }
});

// The answer to an edit: the form again, the comment as it is now, or nothing when it was withdrawn.
function renew(comment, place, parts) {
  const item = parts.querySelector("li.comment");
  if (parts.querySelector("textarea")) {
    place.replaceChildren(parts);
    return show(place.querySelector("[role=alert], .preview, [aria-invalid=true]") ?? place);
  }
  comment.querySelector(":scope > reply-form")?.answer(null);
  if (!item) {
    comment.remove();
    return show(document.getElementById("comments-heading"));
  }
  const replies = comment.querySelectorAll(":scope > ol");
  comment.className = item.className;
  comment.replaceChildren(...item.childNodes, ...replies);
  show(comment);
}

// A story's address, copied where the browser can; else the link only leads there.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copied]");
  if (!link || !navigator.clipboard || opensElsewhere(event)) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    link.textContent = link.dataset.copied;
  } catch {
    location.assign(link.href);
  }
});

// Who is commenting, with script: a saved page, the same for everybody, learns it when somebody begins to write, and
// while a sign-in is under way the form says so. Without script a signed-in reader gets a page of their own.

function say(form, words) {
  const place = form.querySelector(".ways__leaving");
  if (place) place.textContent = words;
}

document.addEventListener("submit", (event) => {
  const words = event.submitter?.dataset.leaving;
  if (words) say(event.target, words);
});

// Back from the service by the Back button: nothing is under way any more.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => say(form, ""));
});

// Nobody is asked who they are before they write: a page that is only read makes no request.
let asked = false;

async function learnWho({ target }) {
  const form = target.closest?.("reply-form form");
  if (asked || !form || form.elements.as_guest || !form.querySelector(".reply-form__guest")) return;
  asked = true;
  const answer = await fetch("/comments/identity/");
  if (answer.status !== 200) return;
  const line = document.createElement("template");
  line.innerHTML = await answer.text();
  const guest = document.querySelector("reply-form .reply-form__guest");
  if (!guest || guest.contains(document.activeElement)) return;
  guest.replaceWith(line.content);
  document.querySelector("reply-form .reply-form__send").hidden = false; // where guests are asked to sign in
}

document.addEventListener("focusin", learnWho);
learnWho({ target: document.activeElement }); // who began before this was fetched

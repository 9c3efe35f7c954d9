// <desk-autosave …>: keeps what is typed in the browser at once, sends it to the newsroom every few seconds, and tells
// the truth about both. Without script, Save is the way; the server merges and keeps the revisions either way.
import { read, write } from "./autosave-form.js";
import { differencesFrom, isWhatTheFormSays, offer } from "./autosave-offer.js";
import { Store, holdOpen, openElsewhere } from "./autosave-store.js";

const PATIENCE = 20_000; // milliseconds for an answer
const LONGEST_WAIT = 60_000; // milliseconds between two tries while the newsroom does not answer
const LAST_WORDS = 60_000; // bytes that browsers still send from a page that closes: 64 KiB by the Fetch standard
const LOOK_AGAIN = 3000; // milliseconds until another window that held a text has perhaps closed
const LEAVING = 15_000; // milliseconds that a Save may take before the page counts as still here
const NEW = "new";

class DeskAutosave extends HTMLElement {
  async connectedCallback() {
    this.form = this.closest("form");
    if (!this.form || this.line) return;
    this.line = this.querySelector("[data-state]");
    this.notices = this.form.querySelector("[data-notices]") ?? this;
    this.at = this.dataset; // the addresses, and what the server said of the sheet
    this.every = Number(this.at.every) * 1000;
    this.store = new Store(this.at.user);
    this.sent = JSON.stringify(read(this.form));
    this.failures = 0;
    this.say(this.at.saved ? "saved" : "empty");
    if (!(await holdOpen(this.mark("sheet").value))) this.beginSheet(); // this tab is a copy of another one
    this.listen();
    if (this.at.unsaved !== undefined) this.sent = ""; // the form came back with something wrong on it
    await this.offerBack();
    this.touched();
  }

  // What the form says about itself: its key, the revision it began from, how often it was sent.
  mark(name) {
    return this.form.elements[name];
  }

  get story() {
    return this.at.story || NEW;
  }

  beginSheet() {
    this.mark("sheet").value = newKey();
    this.mark("beat").value = "0";
    return holdOpen(this.mark("sheet").value);
  }

  nextBeat() {
    this.mark("beat").value = String(Number(this.mark("beat").value) + 1);
    return Number(this.mark("beat").value);
  }

  listen() {
    this.form.addEventListener("input", () => this.touched());
    this.form.addEventListener("change", () => this.touched());
    this.form.addEventListener("submit", () => this.leave());
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.dirty && this.say("offline"));
    addEventListener("pagehide", () => this.lastWords());
    addEventListener("pageshow", ({ persisted }) => persisted && (this.leaving = false, this.pulse()));
    addEventListener("beforeunload", (event) => this.dirty && !this.isKept && !this.leaving && event.preventDefault());
    document.addEventListener("visibilitychange", () => (document.hidden || this.dirty ? this.send() : this.pulse()));
    setInterval(() => this.touched(), this.every); // what a script changed without saying so
    setInterval(() => document.hidden || this.pulse(), Number(this.at.pulse) * 1000);
  }

  get dirty() {
    return JSON.stringify(read(this.form)) !== this.sent;
  }

  // Something may have changed: keep it here now, and send it soon.
  touched() {
    const fields = read(this.form);
    const text = JSON.stringify(fields);
    if (text === this.sent || text === this.kept) return this.plan();
    this.keep(fields, Number(this.mark("beat").value) + 1);
    this.kept = text;
    if (this.dataset.state !== "saving") this.say(this.trouble ?? "waiting");
    this.plan();
  }

  keep(fields, beat) {
    const began = this.mark("began_from").value;
    this.isKept = this.store.keep(this.mark("sheet").value, { story: this.story, at: Date.now(), beat, began, fields });
  }

  plan() {
    if (this.timer || this.sending || !this.dirty) return;
    const wait = this.failures ? Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures) : this.every;
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.sending || this.leaving || !this.dirty) return;
    if (!navigator.onLine) return this.fail("offline");
    const fields = read(this.form);
    const text = JSON.stringify(fields);
    this.keep(fields, this.nextBeat());
    this.say("saving");
    this.sending = new AbortController();
    const limit = setTimeout(() => this.sending.abort(), PATIENCE);
    try {
      await this.understand(await this.post(this.at.autosave, fields, { signal: this.sending.signal }), text);
    } catch {
      if (!this.leaving) this.fail(navigator.onLine ? "unanswered" : "offline"); // else Save itself has cut it short
    } finally {
      clearTimeout(limit);
      this.sending = null;
      this.plan();
    }
  }

  post(address, fields, options = {}) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    for (const name of ["sheet", "began_from", "beat"]) body.append(name, this.mark(name).value);
    const headers = { "X-CSRFToken": this.token, Accept: "application/json" };
    return fetch(address, { method: "POST", body, headers, redirect: "manual", ...options });
  }

  // After signing in anew in another tab the cookie has another token than the form.
  get token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const field = this.form.elements.csrfmiddlewaretoken;
    if (cookie && field) field.value = cookie[1];
    return field?.value ?? "";
  }

  async understand(answer, text) {
    if (answer.type === "opaqueredirect") return this.fail("signed-out");
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const told = isJson ? await answer.json() : {};
    if (answer.status >= 500) return this.fail("unanswered");
    if (answer.status === 409 && told.autosave) return this.moveTo(told); // begun by an answer that never came
    if (!answer.ok) return this.fail("refused", told.say ?? (answer.status === 403 ? "Sign in again in another tab." : "Perhaps it is too long."));
    if (told.overtaken !== undefined) {
      this.mark("beat").value = String(told.overtaken);
      return this.fail("waiting");
    }
    this.failures = 0;
    this.isKnownHere = true;
    this.trouble = null;
    this.sent = text;
    if (told.story) this.moveTo(told);
    this.mark("began_from").value = told.began_from;
    if (!this.dirty) this.store.forget(this.mark("sheet").value);
    this.at.saved = told.at;
    this.say(told.why ? "kept" : "saved", told.why);
    this.kept = null;
    if (this.dirty) this.touched(); // typed meanwhile: it is kept under the story's own number from now on
    this.tellOthers(told.others);
  }

  // The story has an address now.
  moveTo({ story, page, autosave, here, differences }) {
    if (this.at.story === String(story)) return;
    Object.assign(this.at, { story, autosave, here, differences });
    history.replaceState(history.state, "", page);
  }

  fail(state, words) {
    this.failures += 1;
    this.trouble = state === "waiting" ? null : state;
    this.words = words;
    this.say(state, words);
    this.plan();
  }

  // Save was pressed: what is on its way must not come after it.
  leave() {
    this.sending?.abort();
    clearTimeout(this.timer);
    void this.token; // puts the newest one into the form
    const beat = this.nextBeat();
    if (this.dirty) this.keep(read(this.form), beat);
    this.leaving = true;
    setTimeout(() => (this.leaving = false), LEAVING);
  }

  // The page closes, perhaps in the midst of a save. What is too long for last words is kept here.
  lastWords() {
    if (this.leaving) return;
    if (this.dirty) {
      const fields = read(this.form);
      this.keep(fields, this.nextBeat());
      const keepalive = new Blob([JSON.stringify(fields)]).size < LAST_WORDS;
      this.post(this.at.autosave, fields, { keepalive }).catch(() => {});
    } else if (this.isKnownHere) {
      this.post(this.at.here, [["gone", "1"]], { keepalive: true }).catch(() => {});
    }
  }

  // "I am still here": so that others are told, and hear of others.
  async pulse() {
    if (!this.at.here || !navigator.onLine) return;
    this.isKnownHere = true;
    try {
      const answer = await this.post(this.at.here, []);
      if (answer.ok) this.tellOthers((await answer.json()).others);
    } catch {
      // The next one may get through.
    }
  }

  tellOthers(words) {
    const line = this.form.querySelector("[data-others]");
    if (!line || line.textContent.trim() === words) return;
    line.textContent = words;
    line.hidden = !words;
  }

  // What this browser kept of this story and the newsroom does not have.
  async offerBack() {
    const known = new Map(this.at.acknowledged.split(" ").filter(Boolean).map((pair) => pair.split(":")));
    for (const entry of this.store.entries()) {
      const isHere = entry.sheet === this.mark("sheet").value;
      const isOurs = entry.story === this.story || (entry.story === NEW && (isHere || known.has(entry.sheet)));
      if (Number(known.get(entry.sheet) ?? -1) >= entry.beat) this.store.forget(entry.sheet);
      else if (!isOurs) continue;
      else if (isWhatTheFormSays(this.form, entry.fields)) this.store.forget(entry.sheet);
      else if (isHere || !(await openElsewhere(entry))) return this.offer(entry);
      else this.lookAgain ??= setTimeout(() => (this.lookAgain = null, this.offerBack()), LOOK_AGAIN);
    }
  }

  offer(entry) {
    offer(this.notices, entry, {
      restore: () => this.restore(entry),
      discard: () => (this.store.forget(entry.sheet), this.offerBack()),
      compare: (fields) => differencesFrom(this.at.differences, this.form, fields, this.token),
    });
  }

  // The kept text comes back with its marks, so that it is merged from where it began.
  restore({ sheet, beat, began, fields }) {
    const own = this.mark("sheet").value;
    this.mark("sheet").value = sheet;
    this.mark("began_from").value = began;
    this.mark("beat").value = String(beat);
    if (own !== sheet) holdOpen(sheet);
    write(this.form, fields);
    this.sent = "";
    this.kept = null;
    this.touched();
    this.send();
  }

  say(state, words = this.words) {
    this.dataset.state = state;
    this.line.replaceChildren(...SAYS[state](this, words));
    this.line.setAttribute("aria-live", TROUBLES.has(state) ? "polite" : "off");
  }

  // The truth about what this browser keeps.
  get here() {
    return this.isKept === false ? "not kept: this browser keeps nothing, so leave the page open" : "kept on this device";
  }
}

const TROUBLES = new Set(["offline", "unanswered", "signed-out", "refused"]);
const SAYS = {
  empty: () => ["Nothing to save yet"],
  saved: ({ at }) => [`Saved ${at.saved}`],
  kept: ({ at }, why) => [`Saved ${at.saved} for you alone · ${why}`],
  waiting: (self) => [self.isKept === false ? "Not saved yet" : "Kept on this device, not saved yet"],
  saving: () => ["Saving…"],
  offline: (self) => [`Offline, ${self.here}`],
  unanswered: (self) => [`The newsroom does not answer; ${self.here}. Trying again.`],
  "signed-out": (self) => [`You were logged out; ${self.here}. `, signIn(self), " and go on here."],
  refused: (self, words) => [`Not saved, ${self.here}. ${words}`],
};

function signIn({ at }) {
  return Object.assign(document.createElement("a"), { href: at.login, target: "_blank", textContent: "Log in in another tab" });
}

// A random UUID; crypto.randomUUID itself asks for https.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

customElements.define("desk-autosave", DeskAutosave);

// The queue by keyboard, and decisions that leave the page where it is. Every key presses a button or follows a link
// that is there without script. What fails here puts the card back, with a sentence.

const FRAGMENT = "text/vnd.byline.fragment+html";
const form = document.getElementById("queue");
const cards = document.querySelector(".queue-cards");
const keys = document.getElementById("queue-keys");
const keysOn = document.getElementById("queue-keys-on");
const pageBox = document.getElementById("queue-page");
const saying = document.getElementById("queue-said");
const FAILED = saying.dataset.failed;

let kept;
try {
  kept = localStorage;
} catch {
  kept = { getItem: () => null, setItem() {} }; // refused along with cookies
}

// Where one is

const current = () => document.activeElement?.closest(".queue-card");
const shown = () => [...(cards?.querySelectorAll(".queue-card:not([hidden])") ?? [])];

function go(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = shown();
  const at = all.indexOf(current());
  go(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by]);
}

function say(words) {
  saying.textContent = "";
  setTimeout(() => (saying.textContent = words)); // said anew, also when it is the same again
}

// Decisions are sent one after the other, in the order they were made.

let sending = Promise.resolve();
let waiting = 0;

async function send(button, body) {
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: FRAGMENT }, keepalive: true });
  if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith(FRAGMENT)) throw answer;
  const parts = document.createElement("template");
  parts.innerHTML = await answer.text();
  return parts.content;
}

function decide(button) {
  const card = button.closest(".queue-card");
  const body = new URLSearchParams(new FormData(form));
  body.delete("chosen");
  body.delete("all");
  body.set(button.name, button.value);
  form.elements.reason.value = "";
  const all = shown();
  const at = all.indexOf(card);
  card.querySelector("[name=chosen]").checked = false;
  card.hidden = true;
  if (all.length > 1) go(all[at + 1] ?? all[at - 1]);
  waiting += 1;
  sending = sending
    .then(() => send(button, body))
    .then((parts) => take(card, parts))
    .catch(() => putBack(card, FAILED))
    .finally(() => {
      waiting -= 1;
      if (!waiting && !shown().length) location.replace(location.pathname + location.search); // what comes next
    });
}

// The answer: the tabs with their counts, what can be undone, a sentence; and the card, when nothing was changed.
function take(card, parts) {
  for (const id of ["queue-tabs", "queue-undo", "queue-matching"]) {
    document.getElementById(id)?.replaceWith(parts.getElementById(id));
  }
  const said = parts.getElementById("queue-said");
  const fresh = parts.querySelector(".queue-card");
  if (said.dataset.left === "yes") card.remove();
  else if (fresh) {
    card.replaceWith(fresh);
    go(fresh);
  } else putBack(card, said.textContent);
  say(said.textContent);
  watchTheTime();
}

function putBack(card, words) {
  card.querySelector(".queue-notice")?.remove();
  const notice = document.createElement("p");
  notice.className = "queue-notice desk-warn";
  notice.textContent = words;
  card.prepend(notice);
  card.hidden = false;
  say(words);
  go(card);
}

document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  if (target === form && submitter?.name === "one") {
    event.preventDefault();
    decide(submitter);
  } else if (waiting && target.method === "post") {
    event.preventDefault(); // not before what was decided earlier has arrived
    await sending;
    target.isConnected ? target.requestSubmit(submitter) : document.querySelector("#queue-undo form")?.requestSubmit();
  }
});

// What could be undone until then cannot be undone any more.
let clock;
function watchTheTime() {
  const undo = document.querySelector("#queue-undo form");
  clearTimeout(clock);
  if (undo) clock = setTimeout(() => undo.remove(), new Date(undo.dataset.until) - Date.now());
}

// Keys

const press = (name, where) => where?.querySelector(`[aria-keyshortcuts="${name}"]`);

function choosePage(checked) {
  for (const box of form.querySelectorAll("[name=chosen]")) box.checked = checked;
  pageBox.checked = checked;
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  X: () => pageBox && choosePage(!pageBox.checked),
  "/": () => press("/", document)?.focus(),
  "?": () => keys.showModal(),
  z: () => press("z", document)?.click(),
};
const ON_A_CARD = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => press("Enter", current())?.click() };

function types(element) {
  return element.isContentEditable || (element.matches("input, textarea, select") && !element.matches("[type=checkbox]"));
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open || types(target)) return;
  const isOneLetter = key.length === 1;
  if (isOneLetter && !keysOn.checked) return;
  const act = isOneLetter ? ACTS[key] : target === current() && ON_A_CARD[key];
  const found = isOneLetter && !act && !event.repeat && /[a-z]/.test(key) && press(key, current());
  if (!act && !found) return;
  if (event.repeat && !["j", "k", "ArrowDown", "ArrowUp"].includes(key)) return;
  event.preventDefault();
  if (act) act();
  else found.click();
});

for (const opener of document.querySelectorAll("[data-opens=queue-keys]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());
}
keysOn.checked = kept.getItem("desk-keys") !== "off";
keysOn.addEventListener("change", () => kept.setItem("desk-keys", keysOn.checked ? "on" : "off"));
if (pageBox) {
  pageBox.parentElement.hidden = false;
  pageBox.addEventListener("change", () => choosePage(pageBox.checked));
}
watchTheTime();

// Offers back what was kept on this device: "Text from 10:42 was kept on this device", with what differs.
import { read } from "./autosave-form.js";

const clock = (moment) => {
  const date = new Date(moment);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time : `${date.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
};

// Puts the offer into `place`; `restore` and `discard` are called when its buttons are pressed.
export function offer(place, entry, { restore, discard, compare }) {
  const box = document.createElement("section");
  box.className = "desk-notice desk-offer";
  box.setAttribute("aria-label", "Text kept on this device");
  const words = document.createElement("p");
  words.textContent = `Text from ${clock(entry.at)} was kept on this device; the newsroom does not have it.`;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "See what differs";
  const differences = document.createElement("div");
  details.append(summary, differences);
  details.addEventListener("toggle", async () => {
    if (!details.open || differences.childNodes.length) return;
    differences.textContent = "Comparing…";
    const part = await compare(entry.fields);
    differences.replaceChildren(...(part ?? [plain(entry.fields)]));
  });
  const buttons = document.createElement("p");
  buttons.className = "desk-buttons";
  buttons.append(button("Restore", "default", () => done(restore)), button("Discard", "apart", () => done(discard)));
  const done = (act) => {
    box.remove();
    act();
  };
  box.append(words, details, buttons);
  place.append(box);
}

// The part of a page that the server made, as nodes; null when it did not answer.
export async function differencesFrom(address, form, fields, token) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.body.childNodes];
  } catch {
    return null;
  }
}

export const isWhatTheFormSays = (form, fields) => JSON.stringify(settled(read(form))) === JSON.stringify(settled(fields));

// The server takes white space off the ends.
const settled = (fields) => fields.map(([name, value]) => [name, value.trim()]).filter(([, value]) => value).sort();

function button(words, kind, press) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `button ${kind}`;
  element.textContent = words;
  element.addEventListener("click", press);
  return element;
}

function plain(fields) {
  const text = document.createElement("pre");
  text.textContent = fields.map(([, value]) => value).filter(Boolean).join("\n\n");
  return text;
}

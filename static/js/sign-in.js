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

document.addEventListener("focusin", async (event) => {
  const form = event.target.closest?.("reply-form form");
  if (asked || !form || form.elements.as_guest || !form.querySelector(".reply-form__guest")) return;
  asked = true;
  const answer = await fetch("/comments/identity/");
  if (answer.status !== 200) return;
  const line = document.createElement("template");
  line.innerHTML = await answer.text();
  const guest = document.querySelector("reply-form .reply-form__guest");
  if (guest && !guest.contains(document.activeElement)) guest.replaceWith(line.content);
});

// To read needs no script. What the conversation gains by it (reply-form.js) is fetched when somebody takes part.

let isThere = false;
let isAwaited = false;

// Where it cannot be had, links are followed and forms are sent as without script.
const fetchIt = () =>
  import("./reply-form.js")
    .catch(() => {})
    .then(() => {
      isThere = true;
    });

// What is begun before it is there is done as soon as it is.
async function wait(event, again) {
  if (isThere || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (isAwaited) return;
  isAwaited = true;
  await fetchIt();
  again();
}

function hasKept() {
  try {
    return sessionStorage.length || /(^|; )commenter=/.test(document.cookie);
  } catch {
    return false; // refused along with cookies
  }
}

const isMissing = ({ hash }) => /^#comment-\d+$/.test(hash) && !document.getElementById(hash.slice(1));

addEventListener("click", (event) => {
  const link = event.target.closest?.(".comment__reply, .comment__edit, [data-copied]");
  if (link) wait(event, () => link.click());
}, true);

const place = document.querySelector(".discussion");
if (place) {
  place.addEventListener("focusin", fetchIt, { once: true });
  place.addEventListener("submit", (event) => wait(event, () => event.target.requestSubmit(event.submitter)), true);
  if (isMissing(location) || hasKept() || place.querySelector(".comment--held")) fetchIt();
}

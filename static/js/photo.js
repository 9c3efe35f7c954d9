// Where no picture is sent unasked: a tap on "Load photo" brings it in place of the link, which otherwise leads to its file.

addEventListener("click", (event) => {
  const link = event.target.closest?.("a.photo");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  show(link);
});

async function show(link) {
  const picture = new Image();
  picture.alt = link.querySelector("span")?.textContent ?? "";
  picture.src = link.href;
  try {
    await picture.decode();
  } catch {
    link.ariaBusy = "false"; // for whoever comes back
    location.assign(link.href);
    return;
  }
  if (picture.naturalHeight > picture.naturalWidth) picture.className = "tall";
  const hadFocus = link === document.activeElement;
  link.replaceWith(picture);
  if (!hadFocus) return;
  picture.tabIndex = -1; // who goes on by keyboard goes on from here
  picture.focus({ preventScroll: true });
}

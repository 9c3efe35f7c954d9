// A finding's link leads to its field even in a browser that does not unfold what is folded, and puts the cursor there.
document.querySelector(".desk-check")?.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  setTimeout(() => field.focus({ preventScroll: true }));
});

// Writes into a text area as a person would, so that the browser's own Undo takes it back in one step.

// Put `text` in the place of what stands from `start` to `end`; then select `select`, two places in the new value.
export function write(field, { start, end, text, select = [start + text.length, start + text.length] }) {
  field.focus({ preventScroll: true });
  if (field.value.slice(start, end) !== text) {
    field.setSelectionRange(start, end);
    const isDone = document.execCommand(text ? "insertText" : "delete", false, text);
    if (!isDone) {
      // A browser without it loses Undo, not the words.
      field.setRangeText(text, start, end, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
    }
  }
  field.setSelectionRange(...select);
}

// A story's form as plain data, and back again.
const OF_THE_PAGE_ALONE = new Set(["csrfmiddlewaretoken", "sheet", "began_from", "beat", "note"]);

// Everything typed, as [[name, value], …]; files are sent with Save alone.
export function read(form) {
  const isTyped = ([name, value]) => typeof value === "string" && !OF_THE_PAGE_ALONE.has(name) && !name.startsWith("_");
  return [...new FormData(form)].filter(isTyped).map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]);
}

// Fills the form with what `read` returned, and tells whoever listens to its fields.
export function write(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || OF_THE_PAGE_ALONE.has(control.name) || control.name.startsWith("_")) continue;
    const wanted = values.get(control.name) ?? [];
    if (!fill(control, wanted)) continue;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// True when the control says something else now.
function fill(control, wanted) {
  if (["file", "hidden", "submit", "button", "fieldset"].includes(control.type)) return false;
  if (["checkbox", "radio"].includes(control.type)) {
    const before = control.checked;
    control.checked = wanted.includes(control.value);
    return before !== control.checked;
  }
  if (control.type === "select-multiple") {
    for (const option of control.options) option.selected = wanted.includes(option.value);
    return true;
  }
  const before = control.value.replace(/\r\n?/g, "\n");
  control.value = wanted[0] ?? "";
  return before !== control.value;
}

// Lists from the clipboard: Word's, which are paragraphs that only look like one, and everybody's, nested.

const INDENT = "    "; // what Python-Markdown asks for

// Turn Word's paragraphs with `mso-list:l0 level2 lfo1` into real lists, in place.
export function rowsOfWord(body) {
  for (const first of [...body.querySelectorAll("[data-style*=mso-list]")]) {
    if (first.isConnected && levelOf(first)) gather(first);
  }
}

function gather(first) {
  const home = document.createElement("div");
  first.before(home);
  const open = []; // the lists we are in, outermost first
  for (let row = first; row && levelOf(row); row = nextRow(home)) {
    const level = levelOf(row);
    const kind = isNumbered(row) ? "ol" : "ul";
    open.length = Math.min(open.length, level);
    while (open.length < level) {
      const list = document.createElement(kind);
      (open.at(-1)?.lastElementChild ?? open.at(-1) ?? home).append(list);
      open.push(list);
    }
    if (open.length === level && open.at(-1).localName !== kind && open.at(-1).childElementCount) {
      open.pop();
      const list = document.createElement(kind);
      (open.at(-1)?.lastElementChild ?? home).append(list);
      open.push(list);
    }
    const item = document.createElement("li");
    row.querySelectorAll("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]").forEach((sign) => sign.remove());
    item.append(...row.childNodes);
    open.at(-1).append(item);
    row.remove();
  }
  home.replaceWith(...home.childNodes);
}

function nextRow(home) {
  const row = home.nextElementSibling;
  const isNext = row && levelOf(row) && !betweenWords(home, row);
  return isNext ? row : null;
}

function betweenWords(one, other) {
  for (let node = one.nextSibling; node && node !== other; node = node.nextSibling) {
    if (node.nodeType === Node.TEXT_NODE && node.data.trim()) return true;
  }
  return false;
}

function levelOf(element) {
  const isParagraph = /^(p|h[1-6]|div|li)$/.test(element.localName);
  const level = (element.getAttribute("data-style") ?? "").match(/mso-list:[^;]*\blevel(\d)/i)?.[1];
  return isParagraph && level ? Number(level) : 0;
}

function isNumbered(row) {
  const sign = row.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]")?.textContent ?? "";
  return /^\s*\(?([0-9]+|[a-z]|[ivxlc]+)[.)]/i.test(sign);
}

// The Markdown of a list; `blocksOf` gives the blocks in one item. A list right within a list, as Google Docs writes
// it, belongs to the item before.
export function listOf(list, blocksOf) {
  const isNumbered = list.localName === "ol";
  let number = Math.max(0, Number(list.getAttribute("start") ?? 1) || 1);
  const items = [];
  for (const child of list.children) {
    if (/^(ul|ol)$/.test(child.localName)) {
      const nested = listOf(child, blocksOf);
      if (items.length) items.push(indented(nested, INDENT));
      else items.push(nested);
      continue;
    }
    const words = itemOf(child, blocksOf);
    if (!words) continue;
    items.push(`${isNumbered ? `${number}.` : "-"} ${indented(words, INDENT).slice(INDENT.length)}`);
    number += 1;
  }
  return items.join("\n");
}

function itemOf(item, blocksOf) {
  const [first = "", ...others] = blocksOf(item);
  const isTight = others.every((block) => /^(?:[-*+]|\d+\.) /.test(block));
  return [first, ...others].join(isTight ? "\n" : "\n\n");
}

const indented = (text, by) => text.split("\n").map((line) => (line ? by + line : line)).join("\n");

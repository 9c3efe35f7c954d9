// What each tool does to a text. Pure: (text, start, end) of the selection in; out comes {start, end, text, select},
// what to put where and what is selected afterwards, in places of the new text. Every tool pressed again takes back.

const MARKS = { bold: "**", italic: "*", code: "`" };
const ITEM = /^(\s*)(?:[-*+]|\d{1,9}[.)])\s+/;
const QUOTED = /^> ?/;
const PULLED = "> Pull quote:"; // as blog/pullquotes.py reads it
const TABLE = "| Heading | Heading |\n| --- | --- |\n| Cell | Cell |\n| Cell | Cell |";

export function act(name, text, start, end) {
  if (MARKS[name]) return name === "code" && text.slice(start, end).includes("\n") ? fence(text, start, end) : mark(text, start, end, MARKS[name]);
  return { heading, quote, pull, list, numbers, link, table, footnote }[name](text, start, end);
}

// Marks around words

function mark(text, start, end, sign) {
  [start, end] = trimmed(text, ...(start === end ? wordAt(text, start) : [start, end]));
  const size = sign.length;
  if (isMarked(text, start, end, sign)) {
    const words = text.slice(start, end);
    return { start: start - size, end: end + size, text: words, select: [start - size, end - size] };
  }
  // Marks do not reach over an empty line: each paragraph gets its own.
  const parts = text.slice(start, end).split(/(\n[ \t]*\n\s*)/);
  const marked = parts.map((part, place) => (place % 2 ? part : sign + part + sign)).join("");
  const select = parts.length > 1 ? [start, start + marked.length] : [start + size, start + marked.length - size];
  return { start, end, text: marked, select };
}

function isMarked(text, start, end, sign) {
  const before = text.slice(0, start).match(/(\*+|`+)$/)?.[0] ?? "";
  const after = text.slice(end).match(/^(\*+|`+)/)?.[0] ?? "";
  if (before[0] !== sign[0] || after[0] !== sign[0]) return false;
  const count = Math.min(before.length, after.length);
  return sign === "**" ? count >= 2 : count % 2 === 1;
}

function wordAt(text, place) {
  const before = text.slice(0, place).match(/[\p{L}\p{N}’'-]*$/u)[0].length;
  const after = text.slice(place).match(/^[\p{L}\p{N}’'-]*/u)[0].length;
  return before && after ? [place - before, place + after] : [place, place];
}

function trimmed(text, start, end) {
  const words = text.slice(start, end);
  if (!words.trim()) return [start, start];
  return [start + words.length - words.trimStart().length, end - words.length + words.trimEnd().length];
}

function fence(text, start, end) {
  const [from, to, lines] = linesAt(text, start, end);
  const isFenced = /^(`{3,})[^\n]*\n[\s\S]*\n\1$/.test(lines);
  return block(text, from, to, isFenced ? lines.split("\n").slice(1, -1).join("\n") : `\`\`\`\n${lines}\n\`\`\``);
}

// Signs before lines

function heading(text, start, end) {
  const [from, to, lines] = linesAt(text, start, end);
  const words = lines.replace(/\s*\n\s*/g, " ").replace(/^#+\s*/, "");
  const level = lines.match(/^#+/)?.[0].length ?? 1;
  return block(text, from, to, level < 3 ? `${"#".repeat(level + 1)} ${words}` : words, "atEnd");
}

function quote(text, start, end) {
  const [from, to, lines] = linesAt(text, start, end);
  const isQuoted = lines.split("\n").every((line) => QUOTED.test(line));
  const quoted = lines.split("\n").map((line) => (isQuoted ? line.replace(QUOTED, "") : `> ${line}`.trimEnd()));
  return block(text, from, to, lines ? quoted.join("\n") : "> ", !lines && "atEnd");
}

function pull(text, start, end) {
  const [from, to, lines] = linesAt(text, start, end);
  const words = lines.split("\n").map((line) => line.replace(QUOTED, ""));
  if (/^> ?pull[ -]?quote *:\s*\n/i.test(lines)) return block(text, from, to, words.slice(1).join("\n"));
  return block(text, from, to, [PULLED, ...words.map((line) => `> ${line}`)].join("\n"), !lines && "atEnd");
}

const list = (text, start, end) => items(text, start, end, /^\s*[-*+]\s/, () => "- ");
const numbers = (text, start, end) => items(text, start, end, /^\s*\d{1,9}[.)]\s/, (number) => `${number}. `);

function items(text, start, end, isOne, sign) {
  const [from, to, lines] = linesAt(text, start, end);
  if (!lines) return block(text, from, to, sign(1), "atEnd");
  const filled = lines.split("\n").filter((line) => line.trim());
  const isList = filled.every((line) => isOne.test(line));
  let number = 0;
  const signed = filled.map((line) => {
    const [whole, indent = ""] = line.match(ITEM) ?? [""];
    return isList ? line.slice(whole.length) : indent + sign((number += 1)) + line.slice(whole.length);
  });
  return block(text, from, to, signed.join("\n"), start === end && "atEnd");
}

// What a line break does in a list or quotation: the next one begins, and an empty one ends it. Null anywhere else.
export function breakLine(text, start, end) {
  if (start !== end || !start) return null;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const sign = text.slice(from, start).match(/^(\s*)(?:([-*+]|> ?)(\s*)|(\d{1,9})([.)])(\s+))/);
  if (!sign || (sign[2] && sign[2][0] !== ">" && !sign[3])) return null;
  if (start - from === sign[0].length) {
    const isAtEnd = start === text.length || text[start] === "\n";
    return isAtEnd ? { start: from, end: start, text: "" } : null;
  }
  const next = sign[4] ? `${sign[1]}${Number(sign[4]) + 1}${sign[5]}${sign[6]}` : sign[0];
  return { start, end, text: `\n${next}` };
}

// Things put in

function link(text, start, end) {
  const words = text.slice(start, end).trim();
  if (/^(https?:\/\/|mailto:)\S+$/.test(words)) {
    return { start, end, text: `[](${words})`, select: [start + 1, start + 1] };
  }
  const [from, to] = trimmed(text, ...(start === end ? wordAt(text, start) : [start, end]));
  const named = text.slice(from, to).replace(/\s*\n\s*/g, " ");
  const target = from + named.length + 3;
  const select = named ? [target, target + 8] : [from + 1, from + 1];
  return { start: from, end: to, text: `[${named}](https://)`, select };
}

function table(text, start, end) {
  const done = paragraphOfItsOwn(text, end, TABLE);
  const from = done.start + done.text.indexOf("Heading");
  return { ...done, select: [from, from + 7] };
}

function footnote(text, start, end) {
  const numbers = [...text.matchAll(/\[\^(\d{1,6})\]/g)].map((found) => Number(found[1]));
  const sign = `[^${Math.max(0, ...numbers) + 1}]`;
  const rest = text.slice(end).trimEnd();
  const gap = /^\[\^[^\]]+\]:/m.test(lastParagraph(text)) ? "\n" : "\n\n";
  const after = `${sign}${rest}${gap}${sign}: `;
  return { start: end, end: text.length, text: after };
}

const lastParagraph = (text) => text.trimEnd().split(/\n[ \t]*\n/).at(-1);

// A picture or anything else that is a paragraph of its own: after the one in which `place` is.
export function paragraphOfItsOwn(text, place, words) {
  const line = linesAt(text, place, place)[2];
  const end = line.trim() ? text.slice(place).search(/\n[ \t]*(\n|$)/) : 0;
  const at = end < 0 ? text.length : place + end;
  return block(text, at, at, words, "atEnd");
}

function linesAt(text, start, end) {
  const from = start ? text.lastIndexOf("\n", start - 1) + 1 : 0;
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const found = text.indexOf("\n", last);
  const to = found < 0 ? text.length : found;
  return [from, to, text.slice(from, to)];
}

// `words` as a paragraph of its own, empty lines around it where there are none yet.
function block(text, from, to, words, caret) {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const gapBefore = !before.trim() ? "" : "\n".repeat(Math.max(0, 2 - before.match(/\n*$/)[0].length));
  const gapAfter = !after.trim() ? "" : "\n".repeat(Math.max(0, 2 - after.match(/^\n*/)[0].length));
  const begin = from + gapBefore.length;
  const select = caret ? [begin + words.length, begin + words.length] : [begin, begin + words.length];
  return { start: from, end: to, text: gapBefore + words + gapAfter, select };
}

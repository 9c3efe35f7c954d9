// What Word, Google Docs or a web page puts on the clipboard, as Markdown: headings, lists, links, emphasis, tables,
// quotations, footnotes and code stay; styles, classes, comments, scripts and embedded pictures are dropped.
// The HTML is read by a parser that runs and loads nothing; what comes out is text, which the server still sanitises.
import { listOf, rowsOfWord } from "./editor-lists.js";

const DROPPED = "script, style, template, noscript, iframe, object, embed, svg, math, video, audio, canvas, head, title, meta, link, button, input, select, textarea, xml";
const BLOCKS = "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split(" ");
const STRUCTURE = "h1, h2, h3, h4, h5, h6, ul, ol, a[href], table, blockquote, b, strong, i, em, code, pre, [data-style*=font-weight], [data-style*=italic], [class*=Mso]";
const LONGEST = 1_000_000; // characters of HTML; Word writes about ten for each that is seen
const TAG = /<[a-z](?:"[^"]{0,5000}"|'[^']{0,5000}'|[^'"<>]){0,5000}>/gi;
const ATTRIBUTE = /("[^"]*"|'[^']*')|(\s)(style|on\w+)(?=\s*=)/gi;

// The Markdown for the clipboard's `html`; empty where it says no more than the plain text beside it.
export function toMarkdown(html) {
  if (html.length > LONGEST) return "";
  const { body } = new DOMParser().parseFromString(inert(html), "text/html");
  body.querySelectorAll(DROPPED).forEach((element) => element.remove());
  if (!body.querySelector(STRUCTURE) || isFromAnEditorOfCode(body)) return "";
  rowsOfWord(body);
  return blocksOf(body).join("\n\n").replace(/\n{3,}/g, "\n\n").trim();
}

// A browser complains of every style it meets and may not apply: they are read under another name.
function inert(html) {
  const parts = html.split(/<style\b/i).map((part, place) => (place ? part.slice(part.search(/<\/style\b|$(?![\s\S])/i)) : part));
  return parts.join("").replace(TAG, (tag) => tag.replace(ATTRIBUTE, (_all, quoted, space, name) => quoted ?? `${space}data-${name}`));
}

// Programs that show plain text wrap it in one <pre>, and editors of code colour every word: the plain text is the truth.
function isFromAnEditorOfCode(body) {
  const [only, ...others] = body.children;
  return Boolean(only) && !others.length && (only.matches("pre") || /white-space:\s*pre/.test(only.getAttribute("data-style") ?? "")) && !only.querySelector("code");
}

const isBlock = (node) => BLOCKS.includes(node.localName) || hasBlocks(node);
const hasBlocks = (node) => node.nodeType === Node.ELEMENT_NODE && [...node.children].some((child) => BLOCKS.includes(child.localName) || hasBlocks(child));

// The blocks in `element`, each as Markdown without empty lines around it. Text beside blocks is a block itself.
function blocksOf(element) {
  const blocks = [];
  let run = [];
  const close = () => {
    const words = wordsOf(run);
    if (words) blocks.push(escapeStart(words));
    run = [];
  };
  for (const node of element.childNodes) {
    if (node.nodeType === Node.ELEMENT_NODE && isBlock(node)) {
      close();
      blocks.push(...blockOf(node).filter(Boolean));
    } else run.push(node);
  }
  close();
  return blocks;
}

function blockOf(element) {
  const name = element.localName;
  if (/^h[1-6]$/.test(name) || /\bMsoTitle\b/.test(element.className)) return [headingOf(element)];
  if (name === "hr") return [...element.parentElement.querySelectorAll("a[href]")].some((anchor) => mark(anchor)?.[1]) ? [] : ["***"]; // over footnotes
  if (name === "ul" || name === "ol") return [listOf(element, blocksOf)];
  if (name === "table") return tableOf(element);
  if (name === "blockquote" || /\bMso(?:Intense)?Quote\b/.test(element.className)) return [quoted(blocksOf(element))];
  if (name === "pre") return [fenced(element.textContent)];
  if (isFootnote(element)) return [footnoteOf(element)];
  return blocksOf(element);
}

// Headings of a text begin at the second level: the first is the story's own headline.
function headingOf(element) {
  const level = Math.max(2, Math.min(4, Number(element.localName.slice(1)) || 2));
  const words = wordsOf(element.childNodes, { plain: true });
  return words && `${"#".repeat(level)} ${words.replaceAll("\n", " ")}`;
}

const quoted = (blocks) => blocks.join("\n\n").split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");

function fenced(text) {
  const code = text.replace(/^\n|\s+$/g, "");
  const sign = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map((run) => run[0].length + 1)));
  return code && `${sign}\n${code}\n${sign}`;
}

// A table of one column or one row only places things on the page.
function tableOf(table) {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const width = Math.max(0, ...rows.map((row) => row.reduce((sum, cell) => sum + spanOf(cell), 0)));
  if (width < 2 || rows.length < 2 || table.querySelector("table")) return rows.flat().flatMap(blocksOf);
  const lines = rows.map((row) => {
    const cells = row.flatMap((cell) => [cellOf(cell), ...Array(spanOf(cell) - 1).fill("")]);
    return `| ${[...cells, ...Array(width - cells.length).fill("")].join(" | ")} |`;
  });
  const caption = table.caption && wordsOf(table.caption.childNodes);
  return [caption, [lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n")];
}

const spanOf = (cell) => Math.min(cell.colSpan, 20);
const cellOf = (cell) => blocksOf(cell).join(" ").replace(/\s+/g, " ").replace(/(?<!\\)\|/g, "\\|").trim();

// Footnotes, as Word and Google Docs write them: <a href="#_ftn1">, <a href="#ftnt1">, and the way back at the note
const mark = (anchor) => (anchor.getAttribute?.("href") ?? "").match(/#_?(?:ftn|edn)t?(_?ref)?(\d{1,4})$/);

function isFootnote(element) {
  const first = element.matches("p, li") || !element.querySelector("p, li, div") ? element.querySelector("a[href]") : null;
  const begins = first && mark(first)?.[1] && element.textContent.trim().startsWith(first.textContent.trim());
  return Boolean(begins);
}

function footnoteOf(element) {
  const [, , number] = mark(element.querySelector("a[href]"));
  element.querySelector("a[href]").remove();
  return `[^${number}]: ${blocksOf(element).join("\n\n").replaceAll("\n\n", "\n\n    ").trim()}`;
}

// Words

// The inline `nodes` as Markdown on as few lines as it has line breaks.
function wordsOf(nodes, state = {}) {
  const words = joined([...nodes].flatMap((node) => pieces(node, state)));
  return words.replace(/[ \t\n]+/g, " ").replace(/ ?\u2028 ?/g, "  \n").trim().replace(/(?:  \n)+$/, "");
}

// What a node says, in pieces that each know how they look: Word breaks one bold word into three.
function pieces(node, state) {
  const piece = (text) => [{ text, bold: Boolean(state.bold), italic: Boolean(state.italic) }];
  if (node.nodeType === Node.TEXT_NODE) return piece(escapeText(plainSpaces(node.data)));
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const name = node.localName;
  if (name === "br") return piece(state.plain ? " " : "\u2028");
  if (name === "img") return piece(imageOf(node));
  if (/\bApple-converted-space\b/.test(node.className)) return piece(" ");
  if (/^(code|tt|kbd|samp)$/.test(name)) return piece(codeOf(node));
  if (name === "a" && node.hasAttribute("href") && !state.link) return piece(linkOf(node, state));
  const look = state.plain ? state : { ...state, ...emphasisOf(node, state) };
  return [...node.childNodes].flatMap((child) => pieces(child, look));
}

function joined(all) {
  const runs = [];
  for (const piece of all) {
    const last = runs.at(-1);
    const isAlike = last && last.bold === piece.bold && last.italic === piece.italic;
    if (isAlike || (last && !piece.text.trim())) last.text += piece.text;
    else runs.push({ ...piece });
  }
  return runs.map(({ text, bold, italic }) => around(text, (bold ? "**" : "") + (italic ? "*" : ""))).join("");
}

// A tag or its style may say bold; Google Docs writes <b style="font-weight:normal"> around everything.
function emphasisOf(node, state) {
  const style = node.getAttribute("data-style") ?? "";
  const weight = style.match(/(?<!-)\bfont-weight:\s*(\w+)/)?.[1];
  const slant = style.match(/(?<!-)\bfont-style:\s*(\w+)/)?.[1];
  return {
    bold: state.bold || (weight ? /^(bold|bolder|[6-9]00)$/.test(weight) : /^(b|strong)$/.test(node.localName)),
    italic: state.italic || (slant ? /^(italic|oblique)$/.test(slant) : /^(i|em|cite)$/.test(node.localName)),
  };
}

// The signs touch the words: the space at their ends goes outside.
function around(words, sign) {
  const [, before, inside, after] = words.match(/^([\s\u2028]*)([\s\S]*?)([\s\u2028]*)$/);
  return inside && sign ? before + sign + inside + sign + after : words;
}

function codeOf(node) {
  const code = node.textContent.replace(/\s+/g, " ").trim();
  const sign = code.includes("`") ? "``" : "`";
  return code && (sign === "``" ? `\`\` ${code} \`\`` : sign + code + sign);
}

function linkOf(node, state) {
  const note = mark(node);
  if (note) return note[1] ? "" : `[^${note[2]}]`;
  const inside = [...node.childNodes].flatMap((child) => pieces(child, { plain: state.plain, link: true }));
  const words = joined(inside);
  const address = addressOf(node.getAttribute("href"));
  if (!address || !words.trim()) return words;
  if (node.textContent.trim() === address) return `<${address}>`;
  const [, before, named, after] = words.match(/^(\s*)([\s\S]*?)(\s*)$/);
  return `${before}[${named}](${address})${after}`;
}

// Only addresses that lead somewhere for a reader; Google's own detour is taken out.
function addressOf(href) {
  let address;
  try {
    address = new URL(href.trim());
  } catch {
    return "";
  }
  if (/(^|\.)google\.[a-z.]+$/.test(address.hostname) && address.pathname === "/url") {
    return addressOf(address.searchParams.get("q") ?? address.searchParams.get("url") ?? "");
  }
  if (!/^(https?|mailto|tel):$/.test(address.protocol)) return "";
  return address.href.replace(/[()<>\s]/g, encodeURIComponent).replaceAll("(", "%28").replaceAll(")", "%29");
}

// A picture on somebody's server becomes its words, linked, as in the page; one inside the document cannot come along.
function imageOf(node) {
  const alt = node.getAttribute("alt")?.trim();
  const address = /^https?:/.test(node.getAttribute("src") ?? "") && addressOf(node.getAttribute("src"));
  return address && alt ? `![${escapeText(alt).replace(/[[\]]/g, "")}](${address})` : "";
}

// Word pads with no-break spaces; French and figures need theirs.
const plainSpaces = (text) => text.replace(/\u00a0(?=[ \u00a0]|$)|(?<=[ \u00a0]|^)\u00a0/g, " ");

function escapeText(text) {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replace(/[*`]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w{1,31};)/g, "\\&")
    .replace(/\[(?=\^)|\](?=[([])/g, "\\$&");
}

// What would mean something at the start of a line, and was only a sign on the page.
const escapeStart = (words) => words.replace(/^(#{1,6}(?= )|>|[-+](?= )|={3,}$|-{3,}$)/gm, "\\$1").replace(/^(\d{1,9})([.)])(?= )/gm, "$1\\$2");

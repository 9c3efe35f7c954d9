// What was typed and the newsroom does not have yet, kept in this browser: one entry for each sheet, under its writer.
const PREFIX = "byline-sheet";

export class Store {
  constructor(user) {
    this.prefix = `${PREFIX}:${user}:`;
  }

  // entry: {story, at, beat, began, fields}. False when the browser keeps nothing (full, or forbidden by its owner).
  keep(sheet, entry) {
    try {
      localStorage.setItem(this.prefix + sheet, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  forget(sheet) {
    try {
      localStorage.removeItem(this.prefix + sheet);
    } catch {
      // There was nothing to forget either.
    }
  }

  // Every entry of this writer, the newest first.
  entries() {
    const found = [];
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(this.prefix)) continue;
        const entry = parsed(localStorage.getItem(key));
        if (entry) found.push({ ...entry, sheet: key.slice(this.prefix.length) });
      }
    } catch {
      return [];
    }
    return found.sort((one, other) => other.at - one.at);
  }
}

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    return Array.isArray(entry?.fields) && Number.isFinite(entry.at) ? entry : null;
  } catch {
    return null;
  }
}

// Is the sheet open in another window? Then that window looks after its text. Where the browser cannot tell
// (navigator.locks asks for https), a text that was touched a moment ago counts as looked after.
const A_MOMENT = 30_000; // milliseconds

export async function openElsewhere(entry) {
  if (!navigator.locks) return Date.now() - entry.at < A_MOMENT;
  const { held } = await navigator.locks.query();
  return held.some(({ name }) => name === PREFIX + entry.sheet);
}

// Marks the sheet as open here until the page closes. False when another window has it: a duplicated tab.
export function holdOpen(sheet) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(PREFIX + sheet, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {}); // held as long as the page lives
    }).catch(() => resolve(true));
  });
}

// Search where there is no server to ask: the same index, scores and names as `src/query/search`,
// made in the browser from what `search.json` holds. Numbers are rounded as they are there, so
// that ties are ties.

const f = Math.fround;
const WEIGHTS = { title: 8, alias: 6, key: 2.5, body: 1 };
const [K1, B, SECONDARY, NAMED, SAID] = [f(1.2), f(0.6), f(0.3), 1000, 100];
const [MAX_HITS, MAX_PARTIAL, MAX_COMPARED, MAX_PROPOSALS, MAX_READINGS] = [30, 5, 50, 3, 16];
const [SNIPPET_CHARS, LEAD_CHARS, MIN_LINE_CHARS, MIN_SIMILARITY] = [90, 20, 12, 0.5];
const SUGGESTIONS = 6;

const bytes = (text) => new TextEncoder().encode(text).length;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

export class Search {
  constructor({ entries, scripts, syllables }) {
    const pairs = [...scripts];
    this.simple = new Map();
    for (let at = 0; at < pairs.length; at += 2) this.simple.set(pairs[at], pairs[at + 1]);
    this.sounds = new Map();
    for (const [syllable, characters] of Object.entries(syllables)) {
      for (const character of characters) {
        this.sounds.set(character, [...(this.sounds.get(character) ?? []), syllable]);
      }
    }
    this.entries = entries;
    this.postings = new Map();
    this.lengths = [];
    this.mean = 0;
    entries.forEach((entry, page) => this.#add(entry, page));
  }

  #add(entry, page) {
    const weights = new Map();
    let length = 0;
    const add = (weight, text) => {
      for (const run of this.runs(text)) {
        run.forEach(([character], place) => {
          const terms = [character, run[place + 1] && character + run[place + 1][0]];
          for (const term of terms.filter(Boolean)) weights.set(term, (weights.get(term) ?? 0) + weight);
          length += 1;
        });
      }
    };
    add(WEIGHTS.title, entry.title);
    for (const alias of entry.aliases) add(WEIGHTS.alias, alias);
    for (const key of entry.keys) add(WEIGHTS.key, key);
    for (const [, heading, text] of entry.passages) [heading, text].forEach((part) => add(WEIGHTS.body, part));
    for (const [term, weight] of weights) {
      if (!this.postings.has(term)) this.postings.set(term, []);
      this.postings.get(term).push([page, weight]);
    }
    this.lengths.push(length);
    this.mean = f(this.mean + f(f(length - this.mean) / this.lengths.length));
    entry.folded = entry.passages.map(([, heading, text]) => `${this.fold(heading)} ${this.fold(text)}`);
    entry.shares = new Set([...entry.names, ...entry.sounds.flat(2)].flatMap((name) => {
      const characters = [...name];
      return characters.flatMap((character, place) => [character, character + (characters[place + 1] ?? "")]);
    }));
  }

  // Runs of letters and digits as they are compared, each with its place in the text.
  runs(text) {
    const runs = [[]];
    let start = 0;
    const originals = [...text];
    for (const [place, original] of originals.entries()) {
      const end = start + original.length;
      for (const character of original.normalize("NFKC").toLowerCase()) {
        const isText = /[\p{Alphabetic}\p{N}]/u.test(character);
        if (isText || isOfName(runs.at(-1).at(-1)?.[0], character, originals[place + 1])) {
          runs.at(-1).push([this.simple.get(character) ?? character, start, end]);
        } else if (runs.at(-1).length > 0) runs.push([]);
      }
      start = end;
    }
    return runs.filter((run) => run.length > 0);
  }

  fold(text) {
    return this.runs(text).map((run) => run.map(([character]) => character).join("")).join(" ");
  }

  #score([page, weight], holders) {
    const pages = this.lengths.length;
    const rarity = f(Math.log(f(1 + f(f(f(pages - holders) + 0.5) / f(holders + 0.5)))));
    const long = f(f(1 - B) + f(f(B * this.lengths[page]) / Math.max(this.mean, 1)));
    return f(f(f(rarity * weight) * f(K1 + 1)) / f(weight + f(K1 * long)));
  }

  find(text) {
    const runs = this.runs(text).map((run) => run.map(([character]) => character));
    if (runs.length === 0) return { hits: [], count: 0, isPartial: false, proposals: [] };
    const terms = runs.flatMap(termsOf);
    const found = new Map();
    for (const term of terms) {
      const postings = this.postings.get(term) ?? [];
      for (const posting of postings) {
        const known = found.get(posting[0]) ?? { page: posting[0], score: 0, held: 0 };
        known.score = f(known.score + this.#score(posting, postings.length));
        known.held += 1;
        found.set(known.page, known);
      }
    }
    const spelt = runs.filter((run) => run.length > LONGEST_SHORT && isSpelt(run)).map((run) => run.join(""));
    const spells = ({ folded, names }) => spelt.every((word) => [...folded, ...names].some((text) => text.includes(word)));
    const holds = ({ page, held }) => held === terms.length && spells(this.entries[page]);
    const isWhole = [...found.values()].some(holds);
    const areSpelt = runs.every(isSpelt);
    const whole = runs.flat().join("");
    this.#addNames(whole, found);
    let candidates = [...found.values()];
    const isNamed = candidates.some(({ score }) => score >= NAMED);
    const known = terms.filter((term) => this.postings.has(term)).length;
    candidates = candidates.filter((candidate) => {
      if (isWhole || isNamed) return candidate.score >= NAMED || holds(candidate);
      // A slip of the finger spoils two pairs; half of the pairs of a word is any word.
      if (areSpelt) return candidate.held * 4 >= terms.length * 3;
      return candidate.held * 2 >= known && candidate.held * 4 >= terms.length;
    });
    for (const candidate of candidates) {
      if (this.entries[candidate.page].secondary) candidate.score = f(candidate.score * SECONDARY);
    }
    const bestFirst = (a, b) => b.score - a.score || a.page - b.page;
    const best = candidates.sort(bestFirst).slice(0, MAX_HITS);
    const words = runs.map((run) => run.join(""));
    const says = ({ folded, names }) => words.every((word) => [...folded, ...names].some((text) => isWord(word, text)));
    let isSaid = false;
    for (const candidate of best.filter(({ page }) => says(this.entries[page]))) {
      isSaid = true;
      candidate.score = f(candidate.score + SAID);
    }
    best.sort(bestFirst);
    const isPartial = !isWhole && !isNamed;
    const shown = best.slice(0, isPartial ? MAX_PARTIAL : MAX_HITS).map(({ page }) => this.#hit(this.entries[page], runs));
    // Where nothing can be marked, a reader sees no reason.
    const hits = shown.filter(({ title, snippet }) => !isPartial || [...title, ...snippet].some(([, isMatch]) => isMatch));
    return {
      count: isPartial ? hits.length : candidates.length,
      isPartial,
      hits,
      // Pairs that stand apart make no word: who mistyped a name gets it proposed all the same.
      proposals: isWhole && isSaid ? [] : this.#proposals(whole, termsOf(runs.flat())),
    };
  }

  // Names come before texts: as written, or as they sound.
  #addNames(whole, found) {
    const isLetters = isSpelt([...whole]);
    const sound = isLetters ? [] : this.#read(whole);
    // Of one character nearly every name sounds like a part.
    const isOne = [...whole].length === 1;
    const sounds = (known, heard) => known === heard || (!isOne && known.includes(heard));
    this.entries.forEach((entry, page) => {
      let best = 0;
      entry.names.forEach((name, place) => {
        const [syllables, initials] = entry.sounds[place];
        const typed = isLetters && whole.length >= 2;
        let kind = 0;
        if (name === whole) kind = 6;
        else if (name.startsWith(whole)) kind = 4;
        else if (name.includes(whole)) kind = 3;
        else if (typed && [...initials, ...syllables].some((known) => known.startsWith(whole))) kind = 2.5;
        else if (typed && (initials.some((known) => known.includes(whole))
          || (whole.length >= 3 && syllables.some((known) => known.includes(whole))))) kind = 2;
        else if (sound.some((heard) => syllables.some((known) => sounds(known, heard)))) kind = 1.5;
        if (kind > 0) best = Math.max(best, f(f(kind + (place === 0 ? f(0.4) : 0)) * NAMED));
      });
      if (best === 0) return;
      const known = found.get(page) ?? { page, score: 0, held: 0 };
      found.set(page, { ...known, score: f(known.score + best) });
    });
  }

  #read(name) {
    let whole = [""];
    for (const character of name) {
      const syllables = this.sounds.get(character) ?? [character];
      const next = whole.flatMap((stem) => syllables.map((syllable) => stem + syllable));
      whole = [...new Set(next)].sort().slice(0, MAX_READINGS);
    }
    return whole;
  }

  #proposals(whole, terms) {
    const enough = Math.max(Math.floor(terms.length / 3), 1);
    const sharing = this.entries
      .map((entry, page) => [entry, terms.filter((term) => entry.shares.has(term)).length, page])
      .filter(([, held]) => held >= enough)
      .sort((a, b) => b[1] - a[1] || a[2] - b[2])
      .slice(0, MAX_COMPARED);
    return sharing
      .map(([entry]) => [Math.max(...entry.names.map((name) => alike(whole, name))), entry])
      .filter(([similarity]) => similarity >= MIN_SIMILARITY)
      .sort((a, b) => b[0] - a[0])
      .slice(0, MAX_PROPOSALS)
      .map(([, { title, href }]) => ({ title, href }));
  }

  #hit(entry, runs) {
    let best = 0;
    let passage = null;
    entry.passages.forEach((known, place) => {
      const worth = sum(runs.map((run) => {
        const [word, folded] = [run.join(""), entry.folded[place]];
        if (folded.includes(word)) return run.length * (isWord(word, folded) ? 2 : 1);
        return wordsOf(run).filter((pair) => entry.folded[place].includes(pair.join(""))).length;
      }));
      if (worth > best) [best, passage] = [worth, known];
    });
    const [anchor, heading] = passage ?? [null, ""];
    // A page that was found by its name is shown as it begins.
    const [, , text] = passage ?? entry.passages[0] ?? [null, "", ""];
    return {
      path: entry.path,
      href: heading && anchor ? `${entry.href}#${anchor}` : entry.href,
      title: this.#highlight(entry.title, runs, Infinity),
      section: heading,
      snippet: this.#highlight(this.#line(text, entry.title, runs), runs, SNIPPET_CHARS),
    };
  }

  // The sentence that holds most of what was asked for; a label, with what it is the label of,
  // where that holds more; the longest where none holds anything. The title is a label that
  // stands above it anyway.
  #line(text, title, runs) {
    const lines = text.split("\n");
    const isSentence = (line) => [...line].length >= MIN_LINE_CHARS;
    const sentences = lines.filter(isSentence);
    const labels = lines.filter((line) => !isSentence(line));
    const held = (line) => sum(this.#marks(line, runs).map(([start, end]) => [...line.slice(start, end)].length));
    const all = sum(runs.map((run) => run.length));
    let [most, holding] = [0, null];
    for (const line of [...sentences, ...labels]) {
      const own = held(line);
      if (own > most) [most, holding] = [own, line];
      if (own >= all) break;
    }
    const longest = (a, b) => (bytes(b) >= bytes(a) ? b : a);
    if (holding === null) return sentences.length > 0 ? sentences.reduce(longest) : text;
    if (isSentence(holding)) return holding;
    const from = text.slice(`\n${text}\n`.indexOf(`\n${holding}\n`));
    const [next] = from.slice(holding.length).match(/^\s*.*/);
    const both = from.slice(0, holding.length + next.length).trimEnd();
    return holding === title ? both.slice(title.length).trimStart() : both;
  }

  #marks(text, runs) {
    const folded = this.runs(text);
    const places = (part) => folded.flatMap((run) => run.flatMap(([, start], at) => {
      const window = run.slice(at, at + part.length);
      const same = window.length === part.length && window.every(([own], place) => own === part[place]);
      const alone = isApart(part.join(""), run[at - 1]?.[0], run[at + part.length]?.[0]);
      return same ? [[start, window.at(-1)[2], alone]] : [];
    }));
    const marks = runs.flatMap((run) => {
      const whole = places(run);
      const apart = whole.filter(([, , alone]) => alone);
      if (apart.length > 0 || (isSpelt(run) && run.length <= LONGEST_SHORT)) return apart;
      return whole.length > 0 ? whole : wordsOf(run).flatMap(places);
    });
    marks.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const merged = [];
    for (const [start, end] of marks) {
      const last = merged.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else merged.push([start, end]);
    }
    return merged;
  }

  // The text cut where the query's words begin and end: [text, isMatch].
  #highlight(text, runs, most) {
    const marks = this.#marks(text, runs);
    const around = marks[0]?.[0] ?? 0;
    const before = [...text.slice(0, around)];
    const lead = Math.max(before.length - LEAD_CHARS, 0);
    const from = lead <= 3 ? 0 : before.slice(0, lead).join("").length;
    const to = from + [...text.slice(from)].slice(0, most).join("").length;
    const pieces = from > 0 ? [["……", false]] : [];
    let place = from;
    for (const [start, end] of marks) {
      if (start < place || end > to) continue;
      pieces.push([text.slice(place, start), false], [text.slice(start, end), true]);
      place = end;
    }
    pieces.push([text.slice(place, to), false]);
    if (to < text.length) pieces.push(["……", false]);
    return pieces.filter(([piece]) => piece !== "");
  }
}

const pairsOf = (run) => run.slice(1).map((next, place) => [run[place], next]);
const isLetter = (character) => /^[a-z0-9]$/i.test(character ?? "");
// A sign that makes another name of the letters beside it, as `C++` is not `C`.
const isOfName = (before, sign, after) => {
  if (sign === "+") return before === "+" || (/[a-z]/.test(before ?? "") && !isLetter(after));
  return sign === "#" && /[a-z]/.test(before ?? "") && !isLetter(after);
};
// Spelt with letters and digits alone, and the signs of such names.
const isSpelt = (run) => run.every((character) => character <= "\x7f");
// Of letters and digits so few are the beginning of nearly anything.
const LONGEST_SHORT = 2;
// Whether a word between two characters is one by itself, or begins one.
const isApart = (word, before, after) => !(isLetter(word[0])
  && (isLetter(before) || (word.length <= LONGEST_SHORT && isLetter(after))));
// The pairs that may be words: of letters and digits they say nothing.
const wordsOf = (run) => pairsOf(run).filter((pair) => !isSpelt(pair));
// Whether a word stands in a folded text by itself, or begins one.
const isWord = (word, text) => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isApart(word, text[at - 1], text[at + word.length])) return true;
  }
  return false;
};
const termsOf = (run) => (run.length === 1 ? run : pairsOf(run).map((pair) => pair.join("")));

// Damerau and Levenshtein's distance (transpositions of what stands apart included), as a
// likeness from 0 to 1.
function alike(one, other) {
  const [a, b] = [[...one], [...other]];
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  const far = a.length + b.length;
  const rows = Array.from({ length: a.length + 2 }, () => new Array(b.length + 2).fill(far));
  for (let i = 0; i <= a.length; i += 1) rows[i + 1][1] = i;
  for (let j = 0; j <= b.length; j += 1) rows[1][j + 1] = j;
  const last = new Map();
  for (let i = 1; i <= a.length; i += 1) {
    let column = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const row = last.get(b[j - 1]) ?? 0;
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i + 1][j + 1] = Math.min(
        rows[i][j] + cost,
        rows[i + 1][j] + 1,
        rows[i][j + 1] + 1,
        rows[row][column] + (i - row - 1) + 1 + (j - column - 1),
      );
      if (cost === 0) column = j;
    }
    last.set(a[i - 1], i);
  }
  return 1 - rows[a.length + 1][b.length + 1] / longest;
}

// What the list below a search field shows.
export function suggest(search, query) {
  const { hits } = search.find([...query].slice(0, 200).join(""));
  return hits.slice(0, SUGGESTIONS).map(({ title, section, href }) => ({
    title: title.map(([text]) => text).join(""), section, href,
  }));
}

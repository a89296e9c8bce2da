// The search of the site: `pages` is what pages.js holds, {path, title,
// sections: [[heading, anchor, text], ...]}; no server is asked.
"use strict";

const box = document.getElementById("search");
const found = document.getElementById("found");
const root = document.documentElement.dataset.root;
const MOST = 12;

// How well a section fits all words: headings count most; 0 when a word is
// nowhere.
function score(section, title, words) {
  const heading = section[0].toLowerCase();
  const text = section[2].toLowerCase();
  let sum = 0;
  for (const word of words) {
    const last = heading.split(".").pop();
    let own = 0;
    if (heading === word || last === word) own = 12;
    else if (heading.includes(word)) own = 6;
    if (title.includes(word)) own += 2;
    own += Math.min(3, text.split(word).length - 1);
    if (own === 0) return 0;
    sum += own;
  }
  return sum;
}

function search(asked) {
  const words = asked.toLowerCase().split(/\s+/).filter(w => w.length > 1);
  const list = [];
  if (words.length === 0) return list;
  for (const page of pages) {
    for (const section of page.sections) {
      const s = score(section, page.title.toLowerCase(), words);
      if (s > 0) list.push({ s, page, section });
    }
  }
  return list.sort((a, b) => b.s - a.s).slice(0, MOST);
}

function show(list) {
  found.replaceChildren(...list.map(({ page, section }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + page.path + "#" + section[1];
    link.textContent = section[0];
    const where = document.createElement("small");
    where.textContent = page.title;
    link.append(where);
    item.append(link);
    return item;
  }));
  if (list.length === 0 && box.value.trim().length > 1) {
    found.textContent = "Nothing is found.";
  }
}

box.addEventListener("input", () => show(search(box.value)));

document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== box) {
    event.preventDefault();
    box.focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [box, ...found.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  if (stops[next]) stops[next].focus();
});

box.addEventListener("keydown", event => {
  const first = found.querySelector("a");
  if (event.key === "Enter" && first) first.click();
});

if (window.matchMedia("(max-width: 800px)").matches) {
  document.querySelector("nav details").removeAttribute("open");
}

// Elements; whatever a text holds, it is text.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}

// el("p", {class: "note"}, "text", node): an element; null children are left
// out.
function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// A table of a head and rows of texts or nodes; numeric: columns of numbers.
function table(head, rows, numeric = []) {
  const cell = (tag) => (content, k) =>
    el(tag, {class: numeric.includes(k) ? "number" : undefined,
             scope: tag === "th" ? "col" : undefined}, content);
  return el("div", {class: "scroll", tabindex: 0, role: "region",
                    "aria-label": `Table: ${head.filter(Boolean).join(", ")}`},
            el("table", {},
               el("thead", {}, el("tr", {}, ...head.map(cell("th")))),
               el("tbody", {}, ...rows.map((row) =>
                 el("tr", {}, ...row.map(cell("td")))))));
}

// Names and what they are, as a list.
function facts(pairs) {
  const list = el("dl", {class: "facts"});
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(el("div", {}, el("dt", {}, name), el("dd", {}, value)));
  }
  return list;
}

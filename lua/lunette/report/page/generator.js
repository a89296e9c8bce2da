// A page of a generator alone.

function buildGenerator(data) {
  document.body.append(
    el("header", {},
       el("div", {class: "top"}, el("h1", {}, data.title), themeButton())),
    el("main", {}, el("section", {id: "play", "aria-label": "Playground"},
                      ...playgroundSection(data))));
}

buildGenerator(JSON.parse(document.getElementById("data").textContent));

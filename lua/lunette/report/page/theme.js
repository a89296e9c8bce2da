// Light and dark.

const root = document.documentElement;

// What is kept between visits; a browser may refuse to.
function remembered(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
}

function themeButton() {
  const name = () => isDark() ? "Light" : "Dark";
  const theme = remembered("lunette-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const button = el("button", {type: "button", id: "theme", onclick: () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remembered("lunette-theme", root.dataset.theme);
    button.textContent = name();
  }}, name());
  return button;
}

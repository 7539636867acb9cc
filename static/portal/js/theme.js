// The colour switch. The choice is kept in a cookie, so that the server writes it into the page and nothing flashes.

const YEAR = 365 * 24 * 60 * 60;
const switcher = document.querySelector("[data-theme-switch]");

if (switcher) switcher.hidden = false;
switcher?.addEventListener("change", ({ target: { value } }) => {
  if (value) document.documentElement.dataset.theme = value;
  else delete document.documentElement.dataset.theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `portal-theme=${value}; Path=/; Max-Age=${value ? YEAR : 0}; SameSite=Lax${secure}`;
});

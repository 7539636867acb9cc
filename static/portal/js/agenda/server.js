// Asking the server. Every write answers with the table as it stands; messages come along in a header.

import { tell } from "./page.js";

export async function ask(verb, path, values = {}) {
  const url = new URL(path, location.href);
  const data = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) [value].flat().forEach((one) => data.append(name, one));
  if (verb === "GET") url.search = data;
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const answer = await fetch(url, { method: verb, headers, body: verb === "GET" ? undefined : data });
  const html = await answer.text();
  if (answer.redirected) return { status: 401, html };
  for (const [name, detail] of Object.entries(JSON.parse(answer.headers.get("HX-Trigger") ?? "{}"))) tell(name, detail);
  return { status: answer.status, html };
}

// What to say where a save was not even looked at: the session has ended, or is another one than this page's.
export const stopped = (status, words) => ({ 401: words.lost, 403: words.refused })[status];

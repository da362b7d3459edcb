/* Keeps the registers that were opened, with their style sheets, scripts and icons, for when there is no network.
   It serves only pages of registers and files of ours; marks are sent by the pages themselves. */
"use strict";
const CACHE = "trainhub-registers";
const OWNER = "/kept-for";
const KEPT_FOR = "X-Kept-For"; // the server says whose page it is
const REGISTER = /\/sessions\/[^/]+\/attendance\/[0-9a-z]{12}\/$/;
const PATIENCE = 6_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (REGISTER.test(url.pathname)) event.respondWith(page(event.request, url));
  else if (url.pathname.includes("/static/")) event.respondWith(file(event.request));
});

/* Of everything a register needs, fetch what is not there yet. */
async function keep(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of addresses) {
    const url = new URL(address, self.location.href);
    try {
      if (REGISTER.test(url.pathname)) await remember(url, await fetch(url, { redirect: "manual" }));
      else if (!(await cache.match(url))) await cache.add(url);
    } catch {
      /* the next visit tries again */
    }
  }
}

/* The network first; what was kept, where it does not answer. A page kept for one account goes when another comes. */
async function page(request, url) {
  const late = new Promise((_, failed) => setTimeout(failed, PATIENCE));
  const asked = fetch(request).then(async (answer) => {
    await remember(url, answer);
    return answer;
  });
  try {
    return await Promise.race([asked, late]);
  } catch {
    const kept = await (await caches.open(CACHE)).match(plain(url));
    if (!kept) return asked.catch(() => Response.error());
    return new Response(kept.body, { status: kept.status, headers: { ...Object.fromEntries(kept.headers), "X-Kept": "1" } });
  }
}

async function remember(url, answer) {
  if (answer.type === "opaqueredirect" || answer.status === 404) return (await caches.open(CACHE)).delete(plain(url));
  const account = answer.headers.get(KEPT_FOR);
  if (!answer.ok || !account || url.search) return false;
  const owner = await (await caches.open(CACHE)).match(OWNER);
  if (owner && (await owner.text()) !== account) await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  await cache.put(OWNER, new Response(account));
  return cache.put(plain(url), answer.clone());
}

const plain = (url) => url.origin + url.pathname;

async function file(request) {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}

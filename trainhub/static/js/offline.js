/* What the code square of a certificate says, checked with published keys alone: the same as certificates/payload.py,
   statuslist.py and offline.py, in the same order, with the same answers. Nothing here touches the page or the network.
   `noble` (signatures and hashes) is loaded before. */
"use strict";
const offline = (() => {
  const HEAD = 37;
  const SIGNATURE = 64;
  const TITLE = 76;
  const DIGITS = 427;
  const DAY = 86400000;
  const EPOCH = Date.UTC(2020, 0, 1);
  const KINDS = ["", "participation", "completion", "trainer", "tot"];
  const STATUS = "trainhub-status-1:";
  const bytesOf = (text) => new TextEncoder().encode(text);
  const hexOf = (bytes) => [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  const ofHex = (text) => new Uint8Array((text.match(/../g) || []).map((pair) => parseInt(pair, 16)));
  const same = (one, other) => one.length === other.length && one.every((each, place) => each === other[place]);

  function joined(...parts) {
    const out = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
    let place = 0;
    for (const part of parts) {
      out.set(part, place);
      place += part.length;
    }
    return out;
  }

  const number = (bytes, from, length) => bytes.slice(from, from + length).reduce((sum, each) => sum * 256 + each, 0);
  const dayOf = (count) => new Date(EPOCH + count * DAY).toISOString().slice(0, 10);
  const later = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

  /* The payload of a text, or the word that says why there is none. */
  function read(text) {
    const digits = text.trim().split("#").pop();
    if (!/^[1-9][0-9]*$/.test(digits) || digits.length > DIGITS) return "truncated";
    let hex = BigInt(digits).toString(16);
    if (hex.length % 2) hex = "0" + hex;
    const all = ofHex(hex);
    if (all[0] !== 1) return "truncated";
    const raw = all.slice(1);
    if (raw.length < HEAD + SIGNATURE) return "truncated";
    if (raw[0] >> 4 !== 1) return "unknown version";
    const length = raw[HEAD - 1];
    return length > TITLE || raw.length !== HEAD + length + SIGNATURE ? "truncated" : raw;
  }

  function stated(raw) {
    const [first, span, expires] = [number(raw, 13, 2), raw[15], number(raw, 18, 2)];
    const title = new TextDecoder("utf-8", { fatal: true }).decode(raw.slice(HEAD, -SIGNATURE));
    return {
      kind: KINDS[raw[0] & 15] || "",
      number: number(raw, 3, 4),
      hours: number(raw, 11, 2) / 4,
      first: first ? dayOf(first) : null,
      last: first && span < 255 ? dayOf(first + span) : null,
      issued: dayOf(number(raw, 16, 2)),
      expires: expires ? dayOf(expires) : null,
      title,
      closed: !first && !title,
    };
  }

  function signed(key, signature, data) {
    try {
      return noble.verify(signature, data, key.bytes, { zip215: false });
    } catch {
      return false;
    }
  }

  const stood = (key, day) => key.retired === null || day <= later(key.retired.slice(0, 10), 1);

  /* The keys of a file as `trainhub certificates keys` prints it; only those of code squares are taken. */
  function keys(told) {
    return told.keys.filter((each) => each.use === "code").map((each) => {
      const bytes = ofHex(each.public);
      const id = hexOf(noble.sha256(bytes)).slice(0, 16);
      return { id, bytes, centre: `${told.issuer} ${each.centre.key}`, title: each.centre.title, retired: each.retired };
    });
  }

  function unpacked(text) {
    if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
    try {
      const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4));
      const again = btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
      return again === text ? Uint8Array.from(plain, (each) => each.charCodeAt(0)) : null;
    } catch {
      return null;
    }
  }

  function places(gaps) {
    const found = new Set();
    let [place, value, shift] = [-1, 0, 0];
    for (const byte of gaps) {
      value += (byte & 127) * 2 ** shift;
      shift += 7;
      if (byte & 128) {
        if (shift > 28) return null;
        continue;
      }
      if (byte === 0 && shift > 7) return null;
      place += value + 1;
      if (place >= 2 ** 32) return null;
      found.add(place);
      [value, shift] = [0, 0];
    }
    return shift ? null : found;
  }

  /* A status list whose signature is good; null for text that is none, false for one that no known key signed. */
  function list(text, known) {
    const line = text.trim();
    const raw = line.startsWith(STATUS) ? unpacked(line.slice(STATUS.length)) : null;
    if (!raw || raw.length < 17 + SIGNATURE || raw[0] !== 1) return null;
    const body = raw.slice(0, -SIGNATURE);
    const revoked = places(body.slice(17));
    const seconds = number(raw, 9, 8);
    if (!revoked || seconds > 253402300799) return null;
    const at = new Date(seconds * 1000).toISOString();
    const named = known.filter((key) => key.id === hexOf(raw.slice(1, 9)) && stood(key, at.slice(0, 10)));
    const key = named.find((each) => signed(each, raw.slice(-SIGNATURE), joined(bytesOf("trainhub-status-1\0"), body)));
    return key ? { centre: key.centre, title: key.title, at, revoked } : false;
  }

  /* The answer to the text of a code: `lists` maps a centre to its newest list, `today` is an ISO day. */
  function check(text, known, lists, today) {
    const raw = read(text);
    if (typeof raw === "string") return { says: raw };
    const candidates = known.filter((key) => key.id.startsWith(hexOf(raw.slice(1, 3))));
    if (!candidates.length) return { says: "unknown key" };
    const data = joined(bytesOf("trainhub-cert-1\0"), raw.slice(0, -SIGNATURE));
    const key = candidates.find((each) => signed(each, raw.slice(-SIGNATURE), data));
    if (!key) return { says: "forged" };
    const content = stated(raw);
    if (!stood(key, content.issued)) return { says: "forged" };
    const found = { says: "valid", raw, key, content, list: lists.get(key.centre) || null };
    if (found.list && found.list.revoked.has(content.number)) found.says = "revoked";
    else if (content.expires !== null && content.expires < today) found.says = "expired";
    return found;
  }

  const ALIKE = {
    "ə": "e", "Ə": "e", "ı": "i", "İ": "i", "ß": "ss", "ς": "σ", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
    "ي": "ی", "ى": "ی", "ك": "ک",
  };
  const alike = (text) => [...text].map((each) => ALIKE[each] || each).join("");

  /* The letters of a name, small, without marks. */
  function letters(name) {
    const small = [...alike(name).normalize("NFKD")].map((each) => each.toLowerCase()).join("");
    return [...alike(small).normalize("NFKD")].filter((each) => /[\p{Ll}\p{Lo}\p{Lu}\p{Lt}]/u.test(each)).join("");
  }

  /* Whether a name with the check code of the paper is the holder's. */
  function names(raw, name, code) {
    const domain = bytesOf("trainhub-name-1\0");
    const clean = code.toUpperCase().replace(/[^A-Z0-9]/g, "");
    const options = { c: 10000, dkLen: 32 };
    const key = noble.pbkdf2(noble.sha256, bytesOf(clean), joined(domain, raw.slice(0, 7)), options);
    const mark = noble.hmac(noble.sha256, key, joined(domain, bytesOf(letters(name)))).slice(0, 8);
    return mark.some((each) => each) && (same(mark, raw.slice(20, 28)) || same(mark, raw.slice(28, 36)));
  }

  return { keys, list, check, names, letters };
})();

/* Bytes, texts and numbers in the one form that each has. What is in another form is no text of ours. */

/** A text, a key or a signature that is not exactly what it must be. */
class BadText extends Error {}

function require(holds, rule) {
  if (!holds) {
    throw new BadText(rule);
  }
}

const TEXT_BYTES_MAX = 1000000;

function utf8(text) {
  return new TextEncoder().encode(text);
}

function decoded(what, bytes) {
  require(bytes.length <= TEXT_BYTES_MAX, `${what} has at most ${TEXT_BYTES_MAX} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BadText(`${what} is UTF-8`);
  }
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function isSame(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes of base64 in its usual form, as many as there must be, if that is known. */
function fromBase64(what, text, length) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new BadText(`${what} is not base64`);
  }
  require(btoa(binary) === text, `${what} is base64 in another form than the usual one`);
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  require(length === undefined || bytes.length === length, `${what} must be ${length} bytes, but is ${bytes.length}`);
  return bytes;
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A number of any length, the lowest byte first. */
function littleEndian(bytes) {
  return BigInt(`0x${hex([...bytes].reverse())}`);
}

function bigEndian(bytes) {
  return BigInt(`0x${hex(bytes)}`);
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

async function hmac(key, text) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8(text)));
}

/** Milliseconds since 1970 of a time such as 2026-11-22T10:15:30.123Z. */
function time(text) {
  const millis = Date.parse(text);
  require(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && millis >= 0 && new Date(millis).toISOString() === text,
    "a time is not in its one form",
  );
  return millis;
}

function timeOrNull(text) {
  return text === "-" ? null : time(text);
}

/** The same of 20261122T101530Z. */
function shortTime(text) {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  require(parts, "a time is not in its one form");
  const [, year, month, day, hour, minute, second] = parts;
  return time(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
}

/** A time as it is shown: without milliseconds that are zero. */
function shownTime(millis) {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? "a time past all calendars" : date.toISOString().replace(".000Z", "Z");
}

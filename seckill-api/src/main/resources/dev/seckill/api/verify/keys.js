/*
 * Ed25519 keys that can be relied on: in their one form, not of small order, and a multiple of the base (RFC 8032). With
 * any other key implementations differ in what they take for signed.
 */

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const NEUTRAL = [0n, 1n, 1n, 0n];

function mod(a) {
  const rest = a % P;
  return rest < 0n ? rest + P : rest;
}

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n, square = mod(square * square)) {
    if (rest & 1n) {
      result = mod(result * square);
    }
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** Whether no other 32 bytes stand for the same point, if these stand for one. */
function isInItsOneForm(bytes) {
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  const hasNoX = y === 1n || y === P - 1n;
  return y < P && !(hasNoX && bytes[31] >= 128);
}

/** The point of 32 bytes in extended coordinates; null if they are none in its one form. */
function point(bytes) {
  if (!isInItsOneForm(bytes)) {
    return null;
  }
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  const square = mod(y * y);
  const xSquare = mod((square - 1n) * power(D * square + 1n, P - 2n));
  let x = power(xSquare, (P + 3n) / 8n);
  if (mod(x * x) !== xSquare) {
    x = mod(x * ROOT_OF_MINUS_ONE);
  }
  if (mod(x * x) !== xSquare) {
    return null;
  }
  if ((x & 1n) !== (bytes[31] >= 128 ? 1n : 0n)) {
    x = mod(-x);
  }
  return [x, y, 1n, mod(x * y)];
}

function plus([x, y, z, t], [otherX, otherY, otherZ, otherT]) {
  const a = mod((y - x) * (otherY - otherX));
  const b = mod((y + x) * (otherY + otherX));
  const c = mod(2n * D * mod(t * otherT));
  const d = mod(2n * z * otherZ);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function isNothing(base, scalar) {
  let sum = NEUTRAL;
  for (const bit of scalar.toString(2)) {
    sum = plus(sum, sum);
    if (bit === "1") {
      sum = plus(sum, base);
    }
  }
  return sum[0] === 0n && sum[1] === sum[2];
}

/** Looking at a key takes longer than all else, and all receipts of a shop have the same ones. */
const relied = new Map();
const RELIED_MAX = 1000;

function requireReliable(bytes) {
  const name = hex(bytes);
  if (!relied.has(name)) {
    if (relied.size >= RELIED_MAX) {
      relied.clear();
    }
    relied.set(name, troubleWith(bytes));
  }
  require(!relied.get(name), relied.get(name));
}

function troubleWith(bytes) {
  const at = point(bytes);
  if (!at) {
    return "the key is no point of the curve in its one form";
  }
  if (isNothing(at, 8n)) {
    return "the key is of small order: anybody could sign for it";
  }
  return isNothing(at, ORDER) ? null : "the key is outside the subgroup of prime order";
}

async function verifies(key, message, signature) {
  if (
    signature.length !== 64 ||
    littleEndian(signature.subarray(32)) >= ORDER ||
    !isInItsOneForm(signature.subarray(0, 32))
  ) {
    return false;
  }
  const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}

const ED25519 = 1;
const COSIGNATURE = 4;

function isName(name) {
  return name.length >= 1 && name.length <= 255 && !/[+\p{Cc}\p{Z}]/u.test(name);
}

/** A key under a name; its id tells keys of one name apart. */
async function namedKey(name, type, bytes) {
  const id = (await sha256(joined(utf8(name), Uint8Array.of(10, type), bytes))).subarray(0, 4);
  return { name, type, bytes, id, text: `${name}+${hex(id)}+${base64(joined(Uint8Array.of(type), bytes))}` };
}

/** Reads NAME+ID+BASE64. */
async function parseKey(text) {
  const first = text.indexOf("+");
  const second = text.indexOf("+", first + 1);
  require(first >= 0 && second >= 0, "a key is NAME+ID+BASE64, but this one is not");
  const typed = fromBase64("the key", text.slice(second + 1), 33);
  require(typed[0] === ED25519 || typed[0] === COSIGNATURE, `a key of type ${typed[0]} is none that is known here`);
  requireReliable(typed.subarray(1));
  const name = text.slice(0, first);
  require(isName(name), "the name of a key must be 1 to 255 characters without spaces, plus and control characters");
  const key = await namedKey(name, typed[0], typed.slice(1));
  require(key.text === text, `the id of the key is another one's: it should be ${hex(key.id)}`);
  return key;
}

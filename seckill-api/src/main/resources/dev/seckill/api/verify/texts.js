/* The texts of a sale's proof: keys, events, receipts, checkpoints, proofs, certificates, and the file that a buyer keeps. */

const LONG_MIN = -(2n ** 63n);
const LISTED_MAX = 100;
const CERTIFIED_WITHIN_MAX = 9999999n;
const PATH_MAX = 63;
const ITEM_BYTES_MAX = 256;
/** Below the base, the shop's list of keys has this name. */
const LIST_OF_KEYS = "keys";

function requireBase(base) {
  require(
    base.length <= 128 && /^[A-Za-z0-9][A-Za-z0-9._~:-]*(?:\/[A-Za-z0-9._~:-]+)*$/.test(base),
    "a base must be 1 to 128 characters like shop.example/proofs, without scheme and without a slash at its end",
  );
}

/** BASE/SALE/BIRTH */
function parseOrigin(text) {
  const birth = text.lastIndexOf("/");
  const sale = birth < 1 ? -1 : text.lastIndexOf("/", birth - 1);
  require(sale >= 1, "an origin is BASE/SALE/BIRTH, but this one is not");
  const base = text.slice(0, sale);
  const name = text.slice(sale + 1, birth);
  requireBase(base);
  require(
    name !== LIST_OF_KEYS,
    `a sale named ${LIST_OF_KEYS} can't be proven: the shop's list of keys has that name`,
  );
  require(
    /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(name),
    "the sale of an origin must be 1 to 64 of A-Z a-z 0-9 . _ : -",
  );
  shortTime(text.slice(birth + 1));
  return { base, text };
}

function hashOrNull(text) {
  return text === "-" ? null : fromBase64("the hash", text, 32);
}

/* The list of a shop's keys. */

async function parseKeysHead(lines) {
  lines.take("seckill/keys@v1");
  const base = lines.value("base");
  const number = lines.number("number", 1n);
  time(lines.value("made"));
  const root = await parseKey(lines.value("root"));
  return { base, number, root, certifiedWithin: lines.number("certified-within", 1n) };
}

function requireShopKey(key, name) {
  require(
    key.name === name && key.type === ED25519,
    "a list of keys must have keys that are named by the base and what they sign",
  );
}

async function parseShopKeys(text) {
  const lines = new Lines("a list of keys", text);
  const keys = { ...(await parseKeysHead(lines)), listed: [] };
  while (lines.hasMore()) {
    const role = lines.isNext("log") ? "log" : "receipts";
    const parts = lines.value(role).split(" ");
    lines.refuseUnless(parts.length === 3, "must have key, from and until for each key");
    keys.listed.push({ role, key: await parseKey(parts[0]), from: time(parts[1]), until: timeOrNull(parts[2]) });
  }
  requireBase(keys.base);
  requireShopKey(keys.root, keys.base);
  require(keys.certifiedWithin <= CERTIFIED_WITHIN_MAX, "a list of keys must promise less than four months");
  require(
    keys.listed.length >= 1 && keys.listed.length <= LISTED_MAX,
    `a list of keys must have 1 to ${LISTED_MAX} keys`,
  );
  for (const { role, key, from, until } of keys.listed) {
    require(until === null || until > from, "a list of keys must have no key that ends before it begins");
    requireShopKey(key, `${keys.base}/${role}`);
  }
  return keys;
}

/** A list that the root key has signed: the one that was pinned, or the list's own. */
async function shopKeys(note, pinned) {
  requireAlone("a list of keys", note);
  require(
    !pinned || claims(note.signatures[0], pinned),
    "a list of keys must be signed by the root key that was given",
  );
  const root = pinned ?? (await parseKeysHead(new Lines("a list of keys", note.text))).root;
  await requireOneOf("a list of keys", note, [root]);
  const keys = await parseShopKeys(note.text);
  require(keys.root.text === root.text, "a list of keys must name the root key that signs it");
  return keys;
}

/** Keys of a role, those that may sign at a time if it is given. */
function keysFor(keys, role, at) {
  return keys.listed
    .filter((each) => each.role === role)
    .filter((each) => at === undefined || (at >= each.from && (each.until === null || at < each.until)))
    .map((each) => each.key);
}

/* Events, and the receipts that are their texts signed. */

const OF_ORDER = ["ACCEPTED", "CONFIRMED", "RELEASED", "LATE", "EXTENDED"];
const KINDS = [...OF_ORDER, "RESTOCKED", "SALE_CHANGED", "CLOSED", "RECOVERED", "VOID"];

function itemOrNull(text) {
  if (text === "-") {
    return null;
  }
  const bytes = fromBase64("the item", text);
  require(
    bytes.length >= 1 && bytes.length <= ITEM_BYTES_MAX,
    `an event: item must be 1 to ${ITEM_BYTES_MAX} bytes of UTF-8`,
  );
  return decoded("the item", bytes);
}

function parseEvent(text) {
  const lines = new Lines("an event", text);
  lines.take("seckill/event@v1");
  const origin = parseOrigin(lines.value("origin"));
  const no = lines.number("no", 1n);
  const kind = lines.value("kind");
  require(KINDS.includes(kind), "an event must be of a kind that is known");
  const isKnown = kind !== "VOID";
  const isAccepted = kind === "ACCEPTED";
  const at = timeOrNull(lines.value("at"));
  lines.numberIf(isKnown, "epoch", 0n);
  const units = lines.numberIf(isKnown, "units", LONG_MIN);
  lines.numberIf(isKnown, "left", LONG_MIN);
  const seq = lines.numberIf(isAccepted, "seq", 1n);
  const item = itemOrNull(lines.value("item"));
  const holder = hashOrNull(lines.value("holder"));
  const detail = hashOrNull(lines.value("detail"));
  lines.end();
  require(isKnown === (at !== null), "an event: only a number that was given up has no time");
  require(isKnown || detail === null, "an event: nothing is known of a void number");
  require(isAccepted === (item !== null), "an event: an accepted order has an item, and nothing else");
  require(
    OF_ORDER.includes(kind) === (holder !== null),
    "an event: what is about an order has a holder, and nothing else",
  );
  require(unitsFit(kind, units), "an event: units do not belong to the kind");
  return { text, origin, no, index: no - 1n, kind, at, units, seq, item, holder };
}

function unitsFit(kind, units) {
  switch (kind) {
    case "ACCEPTED":
      return units < 0n;
    case "RELEASED":
      return units > 0n;
    case "RESTOCKED":
      return units !== 0n;
    default:
      return units === 0n;
  }
}

function parseReceipt(note) {
  requireAlone("a receipt", note);
  const leaf = parseEvent(note.text);
  require(leaf.kind === "ACCEPTED", "a receipt is of an accepted order");
  return { note, leaf };
}

async function requireReceiptSigned(receipt, keys) {
  require(receipt.leaf.origin.base === keys.base, "a receipt is of another shop than the keys");
  await requireOneOf("a receipt", receipt.note, keysFor(keys, "receipts", receipt.leaf.at));
}

/* What is signed about the tree. */

async function parseCheckpoint(note) {
  const lines = new Lines("a checkpoint", note.text);
  const origin = lines.line();
  const size = lines.number("its size", 0n, lines.line());
  const root = fromBase64("the hash", lines.line(), 32);
  lines.end();
  require(
    /^[!-~]{1,255}$/.test(origin),
    "the origin of a checkpoint must be 1 to 255 characters of ASCII without a space",
  );
  require(
    size > 0n || isSame(root, await sha256(new Uint8Array())),
    "a checkpoint without a leaf must have the root of no leaf",
  );
  return { note, origin, size, root };
}

/** What the cosigners that are known say of it; the log must have signed before all others. */
async function cosigned(checkpoint, logKeys, cosigners) {
  const named = [];
  for (const key of logKeys) {
    named.push(await namedKey(checkpoint.origin, key.type, key.bytes));
  }
  require(
    named.some((key) => claims(checkpoint.note.signatures[0], key)),
    "a checkpoint must be signed by the log's key first",
  );
  const signed = await signedBy(checkpoint.note, [...named, ...cosigners]);
  return signed.filter(({ key, at }) => at !== null && cosigners.some((cosigner) => cosigner.text === key.text));
}

async function parseProof(text) {
  const end = text.indexOf("\n\n");
  require(end >= 0 && text.length <= TEXT_BYTES_MAX, "a proof must have a checkpoint behind an empty line");
  const lines = new Lines("a proof", text.slice(0, end + 1));
  lines.take("c2sp.org/tlog-proof@v1");
  const content = lines.isNext("extra") ? fromBase64("the leaf", lines.value("extra")) : null;
  const index = lines.number("index", 0n);
  const path = [];
  while (lines.hasMore()) {
    path.push(fromBase64("the hash", lines.line(), 32));
  }
  const checkpoint = await parseCheckpoint(parseNote(text.slice(end + 2)));
  require(
    index < checkpoint.size && path.length <= PATH_MAX,
    "a proof must be of a leaf that the checkpoint's tree has",
  );
  return { text, content, index, path, checkpoint };
}

function node(left, right) {
  return sha256(joined(Uint8Array.of(1), left, right));
}

/** RFC 9162, section 2.1.3.2. */
async function includes(proof, content) {
  let at = proof.index;
  let last = proof.checkpoint.size - 1n;
  let hash = await sha256(joined(Uint8Array.of(0), content));
  for (const next of proof.path) {
    if (last === 0n) {
      return false;
    }
    if ((at & 1n) === 1n || at === last) {
      hash = await node(next, hash);
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = await node(hash, next);
    }
    at >>= 1n;
    last >>= 1n;
  }
  return last === 0n && isSame(hash, proof.checkpoint.root);
}

async function certificateBy(note, keys) {
  requireAlone("a certificate", note);
  const lines = new Lines("a certificate", note.text);
  lines.take("seckill/certificate@v1");
  const origin = parseOrigin(lines.value("origin"));
  const state = lines.value("state");
  require(state === "interim" || state === "final", "a certificate must be interim or final");
  const made = time(lines.value("made"));
  const size = lines.number("size", 1n);
  const root = fromBase64("the hash", lines.value("root"), 32);
  const figures = {
    allotment: lines.number("allotment", LONG_MIN),
    accepted: lines.number("accepted", 0n),
    released: lines.number("released", 0n),
    confirmed: lines.number("confirmed", 0n),
    voids: lines.number("void", 0n),
    left: lines.number("left", LONG_MIN),
  };
  const first = timeOrNull(lines.value("first"));
  const last = timeOrNull(lines.value("last"));
  lines.end();
  require((first === null) === (last === null), "where there is a first event there is a last one");
  require(origin.base === keys.base, "a certificate is of another shop than the keys");
  await requireOneOf("a certificate", note, keysFor(keys, "log", made));
  return { note, origin, isFinal: state === "final", size, root, figures };
}

/* What a buyer keeps. */

const FIELDS = ["receipt", "orderId", "buyer", "salt", "keys", "proof", "certificate"];
const MAY_BE_NULL = ["buyer", "proof", "certificate"];

/** The file has one form: what JSON.stringify writes. */
function parseReceiptFile(bytes) {
  const json = decoded("a receipt file", bytes);
  let file;
  try {
    file = JSON.parse(json);
  } catch {
    throw new BadText("the file is not the JSON that it should be");
  }
  const rule = "the file is not the JSON that it should be";
  require(file !== null && typeof file === "object", rule);
  for (const name of FIELDS) {
    const value = file[name];
    require(typeof value === "string" ? !/\p{Cs}/u.test(value) : value === null, rule);
    require(value !== null || MAY_BE_NULL.includes(name), "a receipt file must have receipt, orderId, salt and keys");
  }
  const again = FIELDS.map((name) => `"${name}":${JSON.stringify(file[name])}`).join(",");
  require(`{${again}}` === json, rule);
  return file;
}

/** Whether an event is about the file's order, under this name of the buyer: only the file's salt can tell. */
async function isHolder(file, leaf, buyer) {
  const salt = fromBase64("the salt", file.salt, 32);
  if (/\p{Cc}/u.test(file.orderId + (buyer ?? ""))) {
    return false;
  }
  const holder = await hmac(salt, `seckill/holder@v1\n${file.orderId}\n${buyer ?? ""}\n`);
  return leaf.holder !== null && isSame(leaf.holder, holder);
}

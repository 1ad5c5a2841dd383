/* Texts that keys have signed (c2sp.org/signed-note), and texts of lines. */

const SIGNATURES_MAX = 100;
const SECONDS_MAX = 253402300799n;

function parseSignature(line) {
  const parts = line.startsWith("\u2014 ") ? line.slice(2).split(" ") : [];
  require(
    parts.length === 2 && isName(parts[0]),
    "a line of a signature must be: em dash, name, base64, with a space between",
  );
  const all = fromBase64("the signature", parts[1]);
  require(all.length > 4, "the signature is too short");
  return { name: parts[0], id: all.subarray(0, 4), bytes: all.subarray(4), line };
}

function parseNote(note) {
  require(utf8(note).length <= TEXT_BYTES_MAX, `a note has at most ${TEXT_BYTES_MAX} bytes`);
  const end = note.lastIndexOf("\n\n");
  require(
    end >= 0 && note.endsWith("\n") && end + 2 < note.length,
    "a note is a text, an empty line and signatures, each ended by a line feed",
  );
  const lines = note.slice(end + 2, -1).split("\n");
  require(lines.length <= SIGNATURES_MAX, `a note has 1 to ${SIGNATURES_MAX} signatures, but not ${lines.length}`);
  const text = note.slice(0, end + 1);
  // eslint-disable-next-line no-control-regex
  require(!/[\0-\x09\x0b-\x1f]/.test(text), "a note has no control character but the line feed");
  require(new Set(lines).size === lines.length, "a note has no signature twice");
  return { text, signatures: lines.map(parseSignature), whole: note };
}

function claims(signature, key) {
  return signature.name === key.name && isSame(signature.id, key.id);
}

/** When the key signed, in milliseconds, by its own clock; null if its signatures have no time. */
async function signedAt(text, signature, key) {
  const isTimed = key.type === COSIGNATURE;
  const refusal = `what is said to be a signature of ${key.name} is none`;
  require(signature.bytes.length === (isTimed ? 72 : 64), refusal);
  const seconds = isTimed ? bigEndian(signature.bytes.subarray(0, 8)) : 0n;
  const message = isTimed ? `cosignature/v1\ntime ${seconds}\n${text}` : text;
  require(
    seconds <= SECONDS_MAX && (await verifies(key.bytes, utf8(message), signature.bytes.subarray(isTimed ? 8 : 0))),
    refusal,
  );
  return isTimed ? Number(seconds) * 1000 : null;
}

/** The signatures by keys that are known; those by others are passed over. */
async function signedBy(note, keys) {
  const signed = [];
  for (const signature of note.signatures) {
    for (const key of keys) {
      if (claims(signature, key)) {
        signed.push({ key, at: await signedAt(note.text, signature, key) });
      }
    }
  }
  require(signed.length > 0, "no key that is known has signed");
  return signed;
}

function requireAlone(what, note) {
  require(note.signatures.length === 1, `${what} must have one signature`);
}

async function requireOneOf(what, note, keys) {
  require(
    keys.some((key) => claims(note.signatures[0], key)),
    `${what} must be signed by a key that the shop has listed for it`,
  );
  await signedBy(note, keys);
}

/** Reads a text of lines `name SP value` one after another. */
class Lines {
  constructor(what, text) {
    this.what = what;
    require(/^[ -~\n]*\n$/.test(text), `${what} must be lines of ASCII, each ended by a line feed`);
    this.lines = text.slice(0, -1).split("\n");
    this.next = 0;
  }

  refuseUnless(holds, rule) {
    require(holds, `${this.what} ${rule}`);
  }

  line() {
    this.refuseUnless(this.hasMore(), `must have more than ${this.next} lines`);
    return this.lines[this.next++];
  }

  take(line) {
    this.refuseUnless(this.line() === line, `must have the line "${line}" as number ${this.next}`);
  }

  value(name) {
    const line = this.line();
    this.refuseUnless(
      line.startsWith(`${name} `) && line.length > name.length + 1,
      `must have a value of "${name}" in line ${this.next}`,
    );
    return line.slice(name.length + 1);
  }

  isNext(name) {
    return this.hasMore() && this.lines[this.next].startsWith(`${name} `);
  }

  /** A whole number of 64 bits. */
  number(name, least, text = this.value(name)) {
    const isNumber = /^(0|-?[1-9][0-9]{0,18})$/.test(text);
    const number = isNumber ? BigInt(text) : 0n;
    this.refuseUnless(
      isNumber && BigInt.asIntN(64, number) === number && number >= least,
      `must have a whole number of at least ${least} as ${name}`,
    );
    return number;
  }

  /** What must be absent where nothing can be known. */
  numberIf(isKnown, name, least) {
    if (isKnown) {
      return this.number(name, least);
    }
    this.take(`${name} -`);
    return 0n;
  }

  hasMore() {
    return this.next < this.lines.length;
  }

  end() {
    this.refuseUnless(!this.hasMore(), `must end with line ${this.next}`);
  }
}

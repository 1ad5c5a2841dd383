/* Whether the shop kept its word to a buyer. The verdicts and their order are those of the verifier's jar. */

/** All lists of one shop: a later one adds keys and takes none back. */
async function byAny(lists, read) {
  let refusal;
  for (const list of lists) {
    try {
      return await read(list);
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

/** A receipt that the shop has signed, and what else of the same sale it has signed. */
class CheckedReceipt {
  static async of(file, keys, lists, cosigners) {
    const checked = new CheckedReceipt();
    Object.assign(checked, { file, keys, lists, cosigners });
    Object.assign(checked, { heads: [], sums: [], cosigned: [], own: [], other: [], releases: [], rivals: [] });
    checked.receipt = parseReceipt(parseNote(file.receipt));
    checked.leaf = checked.receipt.leaf;
    await requireReceiptSigned(checked.receipt, keys);
    require(await isHolder(file, checked.leaf, file.buyer), "the receipt is not of this order and buyer");
    if (file.proof !== null) {
      const proof = await parseProof(file.proof);
      require(proof.content !== null, "the proof in a receipt file must hold the leaf");
      await checked.addProof(proof);
    }
    if (file.certificate !== null) {
      await checked.addCertificate(parseNote(file.certificate));
    }
    return checked;
  }

  async addProof(proof) {
    const seenBy = await this.addCheckpoint(proof.checkpoint);
    const promised = utf8(this.leaf.text);
    const content = proof.content ?? promised;
    require(
      await includes(proof, content),
      "the proof does not lead from its leaf to the root of its checkpoint",
    );
    if (proof.index !== this.leaf.index) {
      this.releases.push(await this.release(content));
    } else if (isSame(content, promised)) {
      this.own.push({ proof, seenBy });
    } else {
      this.other.push(proof);
    }
  }

  async release(content) {
    const event = parseEvent(Array.from(content, (byte) => String.fromCharCode(byte)).join(""));
    const isMine =
      (await isHolder(this.file, event, this.file.buyer)) || (await isHolder(this.file, event, null));
    require(
      event.kind === "RELEASED" && isMine,
      `the proof is of event ${event.no}, which is not about this order`,
    );
    return event;
  }

  async addCheckpoint(checkpoint) {
    this.requireSale(checkpoint.origin);
    const logKeys = this.lists.flatMap((list) => keysFor(list, "log"));
    const distinct = [...new Map(logKeys.map((key) => [key.text, key])).values()];
    const signed = await cosigned(checkpoint, distinct, this.cosigners);
    this.cosigned.push(...signed.map(({ key, at }) => ({ checkpoint, key, at })));
    this.heads.push(checkpoint);
    return signed.map(({ key }) => key.name);
  }

  async addCertificate(note) {
    const certificate = await byAny(this.lists, (list) => certificateBy(note, list));
    this.requireSale(certificate.origin.text);
    this.sums.push(certificate);
    this.heads.push(certificate);
  }

  async addReceipt(another) {
    this.requireSale(another.leaf.origin.text);
    await byAny(this.lists, (list) => requireReceiptSigned(another, list));
    require(
      another.leaf.no === this.leaf.no,
      `the other receipt is of event ${another.leaf.no}, not of this one`,
    );
    if (another.leaf.text !== this.leaf.text) {
      this.rivals.push(another);
    }
  }

  requireSale(origin) {
    require(
      origin === this.leaf.origin.text,
      `what was given is of ${origin}, the receipt of ${this.leaf.origin.text}`,
    );
  }
}

/** What else may be given beside the receipt. */
const KINDS_OF_FILES = ["keys", "proof", "checkpoint", "certificate", "receipt"];

async function parsedEvidence({ kind, bytes }) {
  if (kind === "receipt" && bytes[0] === 0x7b) {
    return parseReceipt(parseNote(parseReceiptFile(bytes).receipt));
  }
  const text = decoded("a file", bytes);
  switch (kind) {
    case "proof":
      return parseProof(text);
    case "checkpoint":
      return parseCheckpoint(parseNote(text));
    case "receipt":
      return parseReceipt(parseNote(text));
    default:
      return parseNote(text);
  }
}

/**
 * The verdict on what a buyer kept.
 *
 * @param file bytes of the receipt's file
 * @param evidence what else there is: {kind, bytes}, a kind of KINDS_OF_FILES
 * @param trust {root, cosigners}: NAME+ID+BASE64, the root may be null
 * @param now only to say whether a promise is overdue; no verdict rests on it
 * @throws BadText if something of the evidence shows nothing of this receipt
 */
async function verdict(file, evidence, trust, now) {
  const root = trust.root ? await parseKey(trust.root) : null;
  const cosigners = [];
  for (const cosigner of trust.cosigners) {
    cosigners.push(await parseKey(cosigner));
  }
  const given = Object.fromEntries(KINDS_OF_FILES.map((kind) => [kind, []]));
  for (const each of evidence) {
    given[each.kind].push(await parsedEvidence(each));
  }
  let kept;
  let keys;
  try {
    kept = parseReceiptFile(file);
    keys = await shopKeys(parseNote(kept.keys), root);
  } catch (error) {
    return notAReceipt(error);
  }
  const lists = [keys];
  for (const later of given.keys) {
    lists.push(await shopKeys(later, keys.root));
  }
  let receipt;
  try {
    receipt = await CheckedReceipt.of(kept, keys, lists, cosigners);
  } catch (error) {
    return notAReceipt(error);
  }
  for (const proof of given.proof) {
    await receipt.addProof(proof);
  }
  for (const checkpoint of given.checkpoint) {
    await receipt.addCheckpoint(checkpoint);
  }
  for (const certificate of given.certificate) {
    await receipt.addCertificate(certificate);
  }
  for (const another of given.receipt) {
    await receipt.addReceipt(another);
  }
  return judged(receipt, now);
}

function notAReceipt(error) {
  if (!(error instanceof BadText)) {
    throw error;
  }
  return { outcome: "NOT A RECEIPT", evidence: error.message, cosigners: [], papers: [] };
}

function judged(receipt, now) {
  const { leaf } = receipt;
  const own = receipt.receipt.note.whole;
  const of = (outcome, evidence, papers = []) => ({
    outcome,
    evidence,
    papers,
    leaf,
    root: receipt.keys.root.text,
    cosigners: [...new Set(receipt.own.flatMap(({ seenBy }) => seenBy))],
    certificates: receipt.sums,
    doubts: outcome.startsWith("BROKEN") ? [] : doubts(receipt.sums),
  });
  if (receipt.rivals.length > 0) {
    const evidence = `two receipts are signed for event ${leaf.no}, with other texts`;
    return of("BROKEN-5", evidence, [own, receipt.rivals[0].note.whole]);
  }
  for (const one of receipt.heads) {
    for (const other of receipt.heads) {
      if (one.size === other.size && !isSame(one.root, other.root)) {
        const roots = `the root ${base64(one.root)} and with ${base64(other.root)}`;
        const evidence = `the tree of ${one.size} events is signed with ${roots}`;
        return of("BROKEN-4", evidence, [one.note.whole, other.note.whole]);
      }
    }
  }
  const promises = `the receipt promises event ${leaf.no}, but`;
  if (receipt.other.length > 0) {
    const [proof] = receipt.other;
    const tree = `the signed tree of ${proof.checkpoint.size} events`;
    return of("BROKEN-1", `${promises} ${tree} has something else in its place`, [own, proof.text]);
  }
  const tooShort = receipt.sums.find((sum) => sum.isFinal && sum.size < leaf.no);
  if (tooShort) {
    const evidence = `${promises} the final certificate ends with event ${tooShort.size}`;
    return of("BROKEN-2", evidence, [own, tooShort.note.whole]);
  }
  const wrong = receipt.sums.find((sum) => violationIn(sum) !== null);
  if (wrong) {
    return of("BROKEN-6", violationIn(wrong), [wrong.note.whole]);
  }
  if (receipt.own.length === 0) {
    return unproven(receipt, own, of, now);
  }
  if (receipt.releases.length > 0) {
    return of("RELEASED", `the order is event ${leaf.no}, and event ${receipt.releases[0].no} gave its units back`);
  }
  return of("PROVEN", `the order is event ${leaf.no} of ${leaf.origin.text}`);
}

/** What a certificate shows without its leaves: once nothing is open, its figures add up, and nothing is given back twice. */
function violationIn(certificate) {
  const { allotment, left, accepted, released, voids } = certificate.figures;
  if (!mayBeOpen(certificate) && !addsUp(certificate.figures)) {
    return (
      `E4 fails at event ${certificate.size}: allotment ${allotment}, ` +
      `but ${left} left, ${accepted} accepted and ${released} released`
    );
  }
  if (voids === 0n && released > accepted) {
    return `E6 fails at event ${certificate.size}: ${released} released, but ${accepted} accepted`;
  }
  return null;
}

/** Why figures that do not add up show nothing. */
function doubts(certificates) {
  const why = certificates
    .filter(({ figures }) => !addsUp(figures))
    .map(({ size }) => `the figures of ${size} events do not, as can be while numbers are given up and the sale is not rebuilt`);
  return [...new Set(why)];
}

/** Numbers were given up, and what was lost with them may not be known yet. */
function mayBeOpen(certificate) {
  return !certificate.isFinal && certificate.figures.voids > 0n;
}

function addsUp({ allotment, left, accepted, released }) {
  const isLong = (number) => BigInt.asIntN(64, number) === number;
  return left >= 0n && isLong(left + accepted) && allotment === left + accepted - released;
}

function unproven(receipt, own, of, now) {
  const { leaf } = receipt;
  const due = leaf.at + Number(receipt.keys.certifiedWithin) * 1000;
  const late = receipt.cosigned.find(({ checkpoint, at }) => checkpoint.size < leaf.no && at > due);
  if (late) {
    const evidence =
      `event ${leaf.no} was due at ${shownTime(due)}, but ${late.key.name} ` +
      `saw a tree of ${late.checkpoint.size} events at ${shownTime(late.at)}, ` +
      "by its clock and as far as it had been shown; a proof of the order refutes this";
    return of("BROKEN-3", evidence, [own, late.checkpoint.note.whole]);
  }
  return of(
    "PROMISED",
    now > due
      ? `the order was due in a signed tree at ${shownTime(due)}, which is over by this clock; no proof was given`
      : `the order is due in a signed tree at ${shownTime(due)}`,
  );
}

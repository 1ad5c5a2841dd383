/* The page itself: takes files, and shows the result first and what it rests on below. */

const SAID = {
  PROVEN: ["good", "The shop kept its word: your order stands in the sale's journal."],
  RELEASED: [
    "open",
    "Your order stood in the sale's journal, and its units were given back later. Who asked for that is not shown.",
  ],
  PROMISED: ["open", "The shop has signed your order. Nothing here shows yet that it stands in the journal."],
  "BROKEN-1": ["bad", "The shop broke its word: something else stands where your order should."],
  "BROKEN-2": ["bad", "The shop broke its word: it closed the books without your order."],
  "BROKEN-3": ["bad", "The shop broke its word, as far as a cosigner knew: your order was not in the journal in time."],
  "BROKEN-4": ["bad", "The shop broke its word: it signed two different histories of this sale."],
  "BROKEN-5": ["bad", "The shop broke its word: it gave your number to somebody else too."],
  "BROKEN-6": ["bad", "The shop broke its word: its own figures do not add up."],
  "NOT A RECEIPT": ["bad", "This is not your receipt: it was changed, or is not signed by the shop, or not yours."],
  "BAD INPUT": ["open", "One of the files or keys has nothing to do with this receipt, or is damaged."],
};

const element = (id) => document.getElementById(id);

/** Reads what was chosen, once for each choice. */
const chosen = { receipt: null, more: [] };

async function fileOf(file) {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** What a file is, by how it begins. */
function kindOf(bytes) {
  const begin = Array.from(bytes.subarray(0, 32), (byte) => String.fromCharCode(byte)).join("");
  const kinds = {
    "{": "receipt",
    "seckill/event@v1": "receipt",
    "seckill/certificate@v1": "certificate",
    "seckill/keys@v1": "keys",
    "c2sp.org/tlog-proof@v1": "proof",
  };
  const known = Object.keys(kinds).find((head) => begin.startsWith(head));
  return known ? kinds[known] : "checkpoint";
}

function words(text) {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** The verdict on what was chosen; what can't be used is one too. */
async function asked(file, evidence, trust, now = Date.now()) {
  try {
    return await verdict(file, evidence, trust, now);
  } catch (error) {
    if (!(error instanceof BadText)) {
      throw error;
    }
    return { outcome: "BAD INPUT", evidence: error.message, cosigners: [], papers: [] };
  }
}

let turn = 0;

async function show() {
  listFiles();
  const mine = ++turn; // a slower look at older files must not write over a newer one
  if (!chosen.receipt) {
    element("result").hidden = true;
    return;
  }
  const evidence = chosen.more.map(({ bytes }) => ({ kind: kindOf(bytes), bytes }));
  const trust = { root: element("root").value.trim() || null, cosigners: words(element("cosigners").value) };
  const result = await asked(chosen.receipt.bytes, evidence, trust);
  if (mine === turn) {
    showResult(result, trust.root !== null);
  }
}

function listFiles() {
  element("files").replaceChildren(
    ...chosen.more.map(({ name, bytes }) => textElement("li", `${name} (${kindOf(bytes)})`)),
  );
  const isDropped = chosen.receipt && element("receipt").files.length === 0; // else the browser shows its name
  element("mine").textContent = isDropped ? chosen.receipt.name : "";
  element("clear").hidden = !chosen.receipt && chosen.more.length === 0;
}

function textElement(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function showResult(result, isPinned) {
  const [mood, sentence] = SAID[result.outcome];
  const section = element("result");
  section.className = mood;
  section.dataset.outcome = result.outcome;
  element("outcome").textContent = result.outcome;
  element("sentence").textContent = sentence;
  element("why").textContent = `${result.evidence[0].toUpperCase()}${result.evidence.slice(1)}.`;
  element("facts").replaceChildren(...facts(result, isPinned));
  element("unpinned").hidden = isPinned || !result.root;
  element("papers").replaceChildren(...result.papers.map((paper) => textElement("pre", paper)));
  element("evidence").hidden = result.papers.length === 0;
  if (section.hidden) {
    section.hidden = false;
    section.scrollIntoView();
  }
}

function facts(result, isPinned) {
  const { leaf } = result;
  if (!leaf) {
    return [];
  }
  const rows = [
    ["Sale", leaf.origin.text],
    ["Accepted", `${shownTime(leaf.at)}, as order ${leaf.seq} (event ${leaf.no})`],
    ["Units", `${-leaf.units} of ${leaf.item}`],
    ...result.certificates.map((each) => ["Certificate", summed(each)]),
    ...result.doubts.map((why) => ["Not shown", `That the sale adds up: ${why}`]),
    ...result.cosigners.map((name) => ["Seen by", name]),
    [isPinned ? "The shop's key, as you gave it" : "The key that it all hangs on", result.root],
  ];
  return rows.flatMap(([name, value]) => [textElement("dt", name), textElement("dd", value)]);
}

function summed({ isFinal, size, figures }) {
  return (
    `${isFinal ? "final" : "interim"}, of ${size} events: ${figures.allotment} units on sale, ` +
    `${figures.accepted} accepted, ${figures.released} given back, ${figures.left} left`
  );
}

/** Takes files that were dropped: the first receipt is mine, if I have given none. */
async function take(files) {
  for (const file of await Promise.all([...files].map(fileOf))) {
    if (!chosen.receipt && file.bytes[0] === 0x7b) {
      chosen.receipt = file;
    } else {
      chosen.more.push(file);
    }
  }
  await show();
}

function listen() {
  element("receipt").addEventListener("change", async ({ target }) => {
    chosen.receipt = target.files.length > 0 ? await fileOf(target.files[0]) : null;
    await show();
  });
  element("more").addEventListener("change", async ({ target }) => {
    chosen.more = await Promise.all([...target.files].map(fileOf));
    await show();
  });
  element("form").addEventListener("submit", (event) => event.preventDefault()); // by the enter key
  element("root").addEventListener("input", show);
  element("cosigners").addEventListener("input", show);
  element("clear").addEventListener("click", () => {
    chosen.receipt = null;
    chosen.more = [];
    element("form").reset();
    show();
    element("receipt").focus();
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dragged");
  });
  document.addEventListener("dragleave", () => document.body.classList.remove("dragged"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("dragged");
    await take(event.dataTransfer.files);
  });
}

/** Why this browser can't check anything; null if it can. */
async function trouble() {
  if (!globalThis.crypto?.subtle) {
    return "This page came over a connection that is not private, so the browser lends it no cryptography. Save it to disk and open it from there.";
  }
  try {
    const base = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0x58 : 0x66));
    await crypto.subtle.importKey("raw", base, { name: "Ed25519" }, false, ["verify"]);
    return null;
  } catch {
    return "This browser does not know Ed25519 signatures yet. Use a newer one: Chrome or Edge 137, Firefox 130, Safari 17, or the verifier's jar.";
  }
}

async function start() {
  const reason = await trouble();
  element("trouble").textContent = reason ?? "";
  element("trouble").hidden = reason === null;
  element("form").hidden = reason !== null;
  element("save").hidden = location.protocol === "file:";
  listen();
}

/** For programs that hold this page against the verifier's jar. */
globalThis.seckillVerdict = asked;
start();

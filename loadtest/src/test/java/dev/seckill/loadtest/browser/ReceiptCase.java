package dev.seckill.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody gives to a verifier, as the file of cases has it that the jar's own tests hold.
 *
 * @param receipt the buyer's file
 * @param root the shop's key; null for none
 * @param expected the outcome
 */
record ReceiptCase(
        String name, byte[] receipt, List<Other> others, String root, List<String> cosigners, String expected) {

    /** What the verifier says of files that show nothing. */
    static final String BAD_INPUT = "BAD INPUT";

    private static final String FILE = "common-model/src/test/resources/dev/seckill/proof/verifier-cases.json";

    /**
     * A file beside the receipt.
     *
     * @param kind an option of the jar without its dashes
     */
    record Other(String kind, byte[] content) {}

    /** One for each verdict, and for each kind of file that shows nothing. */
    static List<ReceiptCase> all() {
        List<ReceiptCase> cases = new ArrayList<>();
        try {
            for (JsonNode each : new JsonMapper()
                    .readTree(Checkout.find().root().resolve(FILE).toFile())) {
                List<Other> others = new ArrayList<>();
                each.get("others")
                        .forEach(other -> others.add(new Other(
                                other.get("kind").asText(),
                                other.get("content").asText().getBytes(UTF_8))));
                List<String> cosigners = new ArrayList<>();
                each.get("cosigners").forEach(cosigner -> cosigners.add(cosigner.asText()));
                cases.add(new ReceiptCase(
                        each.get("name").asText(),
                        each.get("receipt").asText().getBytes(UTF_8),
                        List.copyOf(others),
                        each.get("root").textValue(),
                        List.copyOf(cosigners),
                        each.get("expected").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    static ReceiptCase named(String name) {
        return all().stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    }

    /** All of them with one byte changed, in three ways, or left out, in the receipt or in a file beside it. */
    static List<ReceiptCase> changed() {
        List<ReceiptCase> cases = new ArrayList<>();
        ReceiptCase whole = named("all in one file");
        ReceiptCase known = named("with a proof");
        changes(whole.receipt)
                .forEach(receipt -> cases.add(new ReceiptCase(
                        "receipt " + cases.size(), receipt, List.of(), known.root, known.cosigners, null)));
        for (String name : List.of(
                "with a proof",
                "a final certificate without the last row",
                "seen too late",
                "two receipts",
                "the list of keys again")) {
            ReceiptCase each = named(name);
            Other other = each.others.get(0);
            changes(other.content)
                    .forEach(content -> cases.add(new ReceiptCase(
                            name + " " + cases.size(),
                            each.receipt,
                            List.of(new Other(other.kind, content)),
                            each.root,
                            each.cosigners,
                            null)));
        }
        return cases;
    }

    private static List<byte[]> changes(byte[] file) {
        List<byte[]> changes = new ArrayList<>();
        for (int i = 0; i < file.length; i++) {
            for (int way : new int[] {0x01, 0x20, 0x80}) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) way;
                changes.add(changed);
            }
            byte[] shorter = new byte[file.length - 1];
            System.arraycopy(file, 0, shorter, 0, i);
            System.arraycopy(file, i + 1, shorter, i, shorter.length - i);
            changes.add(shorter);
        }
        return changes;
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.seckill.proof.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What somebody may do to a file: each byte in three ways, each line dropped, doubled and swapped, and what editors do. */
public final class Tampered {

    /** Lines further apart are of two notes. */
    private static final int SWAPPED_WITHIN = 12;

    private Tampered() {}

    /** All of it, by what was done; each differs from the file. */
    public static Map<String, byte[]> of(byte[] file) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (int i = 0; i < file.length; i++) {
            for (int way : new int[] {0x01, 0x20, 0x80}) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) way;
                all.put(String.format(Locale.ROOT, "byte %d ^ %02x", i, way), changed);
            }
            if (i % 7 == 0) {
                byte[] shorter = new byte[file.length - 1];
                System.arraycopy(file, 0, shorter, 0, i);
                System.arraycopy(file, i + 1, shorter, i, shorter.length - i);
                all.put("byte " + i + " dropped", shorter);
            }
        }
        lines(file, all);
        String text = new String(file, ISO_8859_1);
        put(all, "CRLF", text.replace("\n", "\r\n"));
        put(all, "CRLF escaped", text.replace("\\n", "\\r\\n"));
        put(all, "BOM", new String("\ufeff".getBytes(UTF_8), ISO_8859_1) + text);
        for (String behind : List.of("\n", " ", "\0", "x", "\r", "\t")) {
            put(all, "behind it " + behind.codePointAt(0), text + behind);
        }
        put(all, "without its last byte", text.substring(0, text.length() - 1));
        put(all, "base64 for addresses", text.replace('+', '-').replace('/', '_'));
        put(all, "base64 without its end", text.replace("=", ""));
        put(all, "base64 with more at its end", text.replace("=", "=="));
        put(all, "nothing", "");
        all.values().removeIf(bytes -> Arrays.equals(bytes, file));
        return all;
    }

    private static void lines(byte[] file, Map<String, byte[]> all) {
        String text = new String(file, ISO_8859_1);
        // The notes in a file of JSON have escaped ends of lines.
        String end = text.contains("\n") ? "\n" : "\\n";
        List<String> lines = Arrays.asList(text.split(end.equals("\n") ? "\n" : "\\\\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            List<String> dropped = new ArrayList<>(lines);
            dropped.remove(i);
            put(all, "line " + i + " dropped", String.join(end, dropped));
            List<String> doubled = new ArrayList<>(lines);
            doubled.add(i, lines.get(i));
            put(all, "line " + i + " doubled", String.join(end, doubled));
            for (int j = i + 1; j < Math.min(lines.size(), i + SWAPPED_WITHIN); j++) {
                List<String> swapped = new ArrayList<>(lines);
                Collections.swap(swapped, i, j);
                put(all, "lines " + i + " and " + j + " swapped", String.join(end, swapped));
            }
        }
    }

    private static void put(Map<String, byte[]> all, String what, String text) {
        all.put(what, text.getBytes(ISO_8859_1));
    }
}

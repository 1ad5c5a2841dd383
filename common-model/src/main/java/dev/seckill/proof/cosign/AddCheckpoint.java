package dev.seckill.proof.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.tree.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log asks a cosigner.
 *
 * @param old leaves of the checkpoint that it thinks was signed last; 0 if none was
 * @param proof that the new one has the leaves of that one; empty if there are none
 */
public record AddCheckpoint(long old, List<Hash> proof, Checkpoint checkpoint) {

    /** The most hashes that a proof can have. */
    static final int PROOF_MAX = 63;

    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,18})");

    /** Copies the proof. */
    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /** @throws BadTextException if it is none */
    static AddCheckpoint parse(byte[] bytes) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BadTextException("the request is UTF-8", e);
        }
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new BadTextException("there is no checkpoint behind an empty line");
        }
        String[] lines = text.substring(0, end).split("\n", PROOF_MAX + 2);
        Matcher old = OLD.matcher(lines[0]);
        if (!old.matches() || lines.length > PROOF_MAX + 1) {
            throw new BadTextException("the first line is \"old\" and a number, and at most " + PROOF_MAX + " follow");
        }
        List<Hash> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(Hash.parse(lines[i]));
        }
        return new AddCheckpoint(number(old.group(1)), proof, Checkpoint.parse(Note.parse(text.substring(end + 2))));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadTextException("no tree has so many leaves", e);
        }
    }

    /** As it is sent. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder("old ").append(old).append('\n');
        proof.forEach(hash -> text.append(hash).append('\n'));
        return text.append('\n').append(checkpoint.note()).toString().getBytes(UTF_8);
    }
}

package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * As much of a Redis as a practice sale asks for, over Redis's protocol (RESP2): what it is told is gone with the process,
 * however that ends, and no Redis of anybody's sees it.
 */
final class PracticeRedis implements AutoCloseable {

    private final PracticeKeys keys = new PracticeKeys();
    private final PracticeServer server = new PracticeServer("practice-redis", this::converse);

    /** Where it is. */
    URI url() {
        return URI.create("redis://127.0.0.1:" + server.port());
    }

    private void converse(DataInputStream in, DataOutputStream out) throws IOException {
        PracticeSession session = new PracticeSession(keys);
        while (true) {
            write(session.answer(command(in)), out);
            if (in.available() == 0) {
                out.flush(); // commands come in pipelines: one packet for all replies
            }
        }
    }

    private static List<byte[]> command(DataInputStream in) throws IOException {
        int parts = length(in, '*');
        List<byte[]> command = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            byte[] part = new byte[length(in, '$')];
            in.readFully(part);
            in.skipNBytes(2);
            command.add(part);
        }
        return command;
    }

    /** A line such as {@code *3}. */
    private static int length(DataInputStream in, char kind) throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("the client has gone");
        }
        if (first != kind) {
            throw new IOException("practice - " + kind + " expected, not " + (char) first);
        }
        int length = 0;
        for (int next = in.read(); next != '\r'; next = in.read()) {
            length = 10 * length + next - '0';
        }
        in.skipNBytes(1);
        return length;
    }

    private static void write(Object reply, DataOutputStream out) throws IOException {
        if (reply instanceof byte[] text) {
            line(out, '$', Integer.toString(text.length));
            out.write(text);
            line(out);
        } else if (reply instanceof List<?> list) {
            line(out, '*', Integer.toString(list.size()));
            for (Object each : list) {
                write(each, out);
            }
        } else if (reply instanceof Long number) {
            line(out, ':', number.toString());
        } else if (reply instanceof PracticeSession.Refusal refusal) {
            line(out, '-', "ERR " + refusal.reason());
        } else {
            line(out, reply == null ? '$' : '+', reply == null ? "-1" : reply.toString());
        }
    }

    private static void line(DataOutputStream out, char kind, String text) throws IOException {
        out.write(kind);
        out.write(text.getBytes(US_ASCII));
        line(out);
    }

    private static void line(DataOutputStream out) throws IOException {
        out.write('\r');
        out.write('\n');
    }

    @Override
    public void close() {
        server.close();
    }
}

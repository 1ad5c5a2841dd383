package dev.seckill.loadtest.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageReplyTest {

    private static final String WITH_LENGTH =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello";
    private static final String IN_CHUNKS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: x\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {WITH_LENGTH, IN_CHUNKS})
    void isReadHoweverItComes(String whole) throws IOException {
        for (int part : new int[] {1, 2, 7, whole.length()}) {
            PageReply reply = new PageReply();
            for (int at = 0; at < whole.length(); at += part) {
                String piece = whole.substring(at, Math.min(whole.length(), at + part));
                boolean isLast = at + part >= whole.length();
                assertThat(reply.read(ByteBuffer.wrap(piece.getBytes(ISO_8859_1))))
                        .as("parts of %d, at %d", part, at)
                        .isEqualTo(isLast);
            }
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("content-type")).isEqualTo("text/html");
            assertThat(reply.text()).isEqualTo("hello");
            assertThat(reply.wireBytes()).isEqualTo(whole.length());
        }
    }

    @Test
    void leavesWhatFollows() throws ProtocolException {
        ByteBuffer bytes = ByteBuffer.wrap((WITH_LENGTH + WITH_LENGTH).getBytes(ISO_8859_1));

        assertThat(new PageReply().read(bytes)).isTrue();

        assertThat(bytes.remaining()).isEqualTo(WITH_LENGTH.length());
    }

    @Test
    void isUnpackedForReadingOnly() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("päge".getBytes(UTF_8));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        bytes.writeBytes(packed.toByteArray());
        PageReply reply = new PageReply();

        assertThat(reply.read(ByteBuffer.wrap(bytes.toByteArray()))).isTrue();

        assertThat(reply.text()).isEqualTo("päge");
        assertThat(reply.body()).isEqualTo(packed.toByteArray());
    }

    @Test
    void mayHaveNoBody() throws ProtocolException {
        PageReply reply = new PageReply();
        byte[] bytes = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);

        assertThat(reply.read(ByteBuffer.wrap(bytes))).isTrue();

        assertThat(reply.status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200\r\n",
                "HTTP/1.1 abc\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nnothing\r\n"
            })
    void isRefusedIfItIsNone(String text) {
        assertThatThrownBy(() -> new PageReply().read(ByteBuffer.wrap(text.getBytes(ISO_8859_1))))
                .isInstanceOf(ProtocolException.class);
    }
}

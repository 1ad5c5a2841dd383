package dev.seckill.loadtest.pages;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page must be: as it was when it was read once, by itself. Its files never change, because their names change with
 * them; the page itself tells of a sale, and so only names the same files.
 */
public final class PageContent {

    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"(/static/[^\"]+)\"");
    private static final int WAIT_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 16_384;

    private final String path;
    private final String mark;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private long wireBytes;

    private PageContent(String path, String mark) {
        this.path = path;
        this.mark = mark;
    }

    /**
     * Reads it.
     *
     * @param path of the page
     * @param mark a text that the page must have
     * @throws IOException if it cannot be read, or is no such page
     */
    public static PageContent read(InetSocketAddress server, String path, String mark) throws IOException {
        PageContent content = new PageContent(path, mark);
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(WAIT_MILLIS);
            socket.connect(new InetSocketAddress(server.getAddress(), server.getPort()), WAIT_MILLIS);
            PageReply page = ask(socket, path);
            content.wireBytes = page.wireBytes();
            for (String file : filesOf(page.text())) {
                PageReply reply = ask(socket, file);
                require(reply.status() == 200 && !reply.text().isEmpty(), file, reply);
                content.files.put(file, reply.body());
                content.wireBytes += reply.wireBytes();
            }
            String wrong = content.whyWrong(path, page);
            require(wrong == null && !content.files.isEmpty(), path, page);
        }
        return content;
    }

    private static void require(boolean holds, String path, PageReply reply) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException("GET " + path + " is not what a page needs (status=" + reply.status()
                    + ", type=" + reply.header("content-type") + ", bytes=" + reply.wireBytes() + ")");
        }
    }

    private static PageReply ask(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(PageReply.request(path));
        PageReply reply = new PageReply();
        byte[] bytes = new byte[BUFFER_BYTES];
        boolean isWhole = false;
        while (!isWhole) {
            int count = socket.getInputStream().read(bytes);
            if (count < 0) {
                throw new EOFException("GET " + path + " was not answered to the end");
            }
            isWhole = reply.read(ByteBuffer.wrap(bytes, 0, count));
        }
        return reply;
    }

    /** The files that a page names, each once, in the order in which it does. */
    static List<String> filesOf(String page) {
        List<String> files = new ArrayList<>();
        Matcher named = FILE.matcher(page);
        while (named.find()) {
            if (!files.contains(named.group(1))) {
                files.add(named.group(1));
            }
        }
        return files;
    }

    /** What a browser asks for, in this order. */
    List<String> paths() {
        List<String> paths = new ArrayList<>(List.of(path));
        paths.addAll(files.keySet());
        return paths;
    }

    /** How many requests a first view takes. */
    public int requests() {
        return 1 + files.size();
    }

    /** All bytes that came for a first view. */
    public long wireBytes() {
        return wireBytes;
    }

    /** Why a reply is not what it must be; null if it is. */
    String whyWrong(String asked, PageReply reply) throws IOException {
        if (reply.status() != 200) {
            return String.format(Locale.ROOT, "%s - status %d", asked, reply.status());
        }
        if (!asked.equals(path)) {
            return Arrays.equals(reply.body(), files.get(asked)) ? null : asked + " - other bytes than before";
        }
        String text = reply.text();
        if (!String.valueOf(reply.header("content-type")).startsWith("text/html") || !text.contains("</html>")) {
            return asked + " - not a page";
        }
        if (!text.contains(mark)) {
            return asked + " - without the text " + mark;
        }
        return filesOf(text).equals(List.copyOf(files.keySet())) ? null : asked + " - names other files than before";
    }
}

package dev.seckill.infra.observe;

import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prometheus on loopback only, with files of its own. */
record PrometheusProgram(Path executable, PrometheusFiles files, int port) implements Program {

    private static final int PROBE_WAIT_MILLIS = 2_000;

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public void wipe() throws IOException {
        Folders.delete(files.data());
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(files.data());
    }

    @Override
    public List<String> command() {
        return List.of(
                executable.toString(),
                "--config.file=" + files.config(),
                "--storage.tsdb.path=" + files.data(),
                "--storage.tsdb.retention.time=1d",
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn");
    }

    @Override
    public boolean answers() throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/-/ready");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(PROBE_WAIT_MILLIS);
        connection.setReadTimeout(PROBE_WAIT_MILLIS);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }
}

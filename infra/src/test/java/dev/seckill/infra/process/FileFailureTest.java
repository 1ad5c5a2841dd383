package dev.seckill.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FileFailureTest {

    @Test
    void tellsMoreThanThePath() {
        assertThat(FileFailure.reason(new AccessDeniedException("/a")))
                .startsWith("/a: no right to do that as user " + System.getProperty("user.name"));
        assertThat(FileFailure.reason(new NoSuchFileException("/a"))).isEqualTo("/a: no such file or folder");
        assertThat(FileFailure.reason(new FileAlreadyExistsException("/a"))).startsWith("/a: exists already");
        assertThat(FileFailure.reason(new FileSystemException("/a"))).isEqualTo("/a: FileSystemException");
    }

    @Test
    void keepsTheReasonThatIsThere() {
        assertThat(FileFailure.reason(new FileSystemException("/a", null, "Not a directory")))
                .isEqualTo("/a: Not a directory");
        assertThat(FileFailure.reason(new IOException("disk full"))).isEqualTo("disk full");
        assertThat(FileFailure.reason(new IOException())).isEqualTo("java.io.IOException");
    }
}

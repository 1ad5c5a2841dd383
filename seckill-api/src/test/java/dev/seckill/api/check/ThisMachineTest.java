package dev.seckill.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ThisMachineTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsTheWholeNumberOfConnectionsThatMayWait() throws IOException, InterruptedException {
        Process cat = new ProcessBuilder("cat", "/proc/sys/net/core/somaxconn").start();
        String told = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(cat.waitFor()).isZero();

        assertThat(ThisMachine.read().acceptQueue()).isEqualTo(Long.parseLong(told));
    }
}

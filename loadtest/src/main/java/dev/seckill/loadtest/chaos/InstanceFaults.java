package dev.seckill.loadtest.chaos;

import dev.seckill.infra.Server;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.net.Forwarder;
import java.util.List;
import java.util.Set;

/** What strikes one program, which goes on to run. */
final class InstanceFaults {

    private final Scene scene;

    InstanceFaults(Scene scene) {
        this.scene = scene;
    }

    void cutOffFromRedis() throws InterruptedException {
        cutOff(List.of(scene.system().lines(scene.round().target()).redis()), "redis");
    }

    void cutOffFromKafka() throws InterruptedException {
        cutOff(scene.system().lines(scene.round().target()).kafka(), "kafka");
    }

    /** In about every other round its connections end; else they stay, and what was sent arrives when the line is mended. */
    private void cutOff(List<Forwarder> lines, String from) throws InterruptedException {
        boolean isSilent = scene.round().holdMillis() % 2 == 0; // as the plan has drawn it
        scene.diary()
                .accept((isSilent ? "nothing passes between " : "no connection is left between ")
                        + scene.system().nameOf(scene.api()) + " and " + from);
        for (Forwarder line : lines) {
            if (isSilent) {
                line.up().block();
                line.down().block();
            } else {
                line.cut();
            }
        }
        scene.damage().struck(Set.of(scene.api().port()));
        scene.hold();
        scene.damage().mending();
        lines.forEach(Forwarder::mend);
    }

    void pause(Server program) throws InterruptedException {
        if (program == scene.api()) {
            scene.damage().struck(Set.of(program.port()));
        }
        scene.freezeAndThaw(program);
        scene.damage().mending();
    }

    /** The instance is replaced by one with another clock, on the same port. */
    void setClockOff() throws InterruptedException {
        String offset = scene.round().target() == 0 ? "+5m" : "-5m";
        AppProcess odd = scene.system().withClockOff(scene.round().target(), offset);
        scene.diary().accept("the clock of " + scene.system().nameOf(scene.api()) + " is off by " + offset);
        scene.api().stop();
        try {
            odd.start();
            scene.damage().struck(Set.of(odd.port()));
            scene.hold();
        } finally {
            odd.stop();
            scene.api().start();
        }
    }

    void restartInTurn() {
        for (List<AppProcess> programs :
                List.of(scene.system().apis(), scene.system().consumers())) {
            for (AppProcess program : programs) {
                scene.diary().accept("restart " + scene.system().nameOf(program));
                program.stop();
                program.start();
            }
        }
    }
}

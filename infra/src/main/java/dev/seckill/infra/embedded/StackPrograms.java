package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.nio.file.Path;

/** How the three servers of a stack are run, each on its folder and its port. */
interface StackPrograms {

    Program redis(Path data, int port);

    /** @param ports gives further ones, for what is not told to clients */
    Program kafka(Path data, int port, Ports ports);

    Program mysql(Path data, int port);
}

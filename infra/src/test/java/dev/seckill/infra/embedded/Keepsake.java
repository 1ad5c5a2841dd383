package dev.seckill.infra.embedded;

/** Something left in a server by name, to see later whether it is still there. */
interface Keepsake {

    void leave(String name) throws Exception;

    boolean isThere(String name) throws Exception;
}

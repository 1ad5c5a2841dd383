package dev.seckill.infra;

/**
 * One server process that can be stopped, killed, frozen and started again. Its port and its data stay the same for its
 * whole life. Thread-safe: calls wait for each other.
 */
public interface Server {

    /**
     * Starts it on the port and the data it had before; returns when it answers.
     *
     * @throws IllegalStateException if it is running
     * @throws StartFailedException if it does not answer in time; the message has the end of its log
     */
    void start();

    /** Stops it in an orderly way (SIGTERM), within a bound; after that by force. Nothing happens if it is not running. */
    void stop();

    /** Kills it at once (SIGKILL); returns when the process is gone. Its data stays. Nothing happens if it is not running. */
    void kill();

    /**
     * Stops it from running without ending it (SIGSTOP): connections stay open and get no answer.
     *
     * @throws IllegalStateException if it is not running
     */
    void freeze();

    /**
     * Lets a frozen server go on (SIGCONT).
     *
     * @throws IllegalStateException if it is not running
     */
    void thaw();

    /**
     * Deletes its data; the next start makes an empty server.
     *
     * @throws IllegalStateException if it is running
     */
    void wipe();

    /** Whether the process exists; a frozen one does. */
    boolean isRunning();

    /** The port it listens on. */
    int port();
}

package dev.mica.dockerapi;

import dev.mica.engine.Engine;
import dev.mica.engine.EngineConfig;
import dev.mica.engine.EngineException;
import dev.mica.errno.ErrnoException;
import dev.mica.registry.Proxies;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The daemon: an engine on a data-root, and the Docker Engine API before it on unix sockets.
 *
 * <p>{@link #run} is the process {@code mica daemon}. {@link #start} is the same inside of another
 * process, which must be root and keeps its own log and signals. Safe for use by many threads.
 */
public final class Daemon implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

    private final Pidfile pidfile;
    private final Engine engine;
    private final ApiServer server;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Daemon(Pidfile pidfile, Engine engine, ApiServer server) {
        this.pidfile = pidfile;
        this.engine = engine;
        this.server = server;
    }

    /**
     * Runs a daemon as this process, until SIGTERM or SIGINT: containers are stopped then, and the
     * process ends with 0. Logs to stderr as dockerd does.
     *
     * @return what to exit with where the daemon did not come up, after its reason was printed
     */
    public static int run(DaemonFlags flags) {
        try {
            DaemonSettings settings = DaemonSettings.of(flags);
            DaemonLog.install(System.err, settings.debug());
            Daemon daemon = start(settings, Daemon::die);
            Runtime.getRuntime().addShutdownHook(new Thread(daemon::shutDown, "shutdown"));
            IdleHeap.watch();
            daemon.closed.await();
            return 0;
        } catch (DaemonException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /**
     * Starts a daemon; it answers when this returns.
     *
     * @throws DaemonException if it cannot start, with dockerd's words where dockerd has them
     */
    public static Daemon start(DaemonFlags flags) {
        return start(
                DaemonSettings.of(flags),
                () -> LOG.log(Level.ERROR, "the daemon has lost its sockets"));
    }

    private static Daemon start(DaemonSettings settings, Runnable lost) {
        Product product = Product.read();
        Proxies proxies = settings.proxies().over(Proxies.fromEnvironment(System.getenv()));
        var undo = new ArrayList<AutoCloseable>();
        try {
            Pidfile pidfile = Pidfile.create(settings.pidfile());
            undo.add(pidfile);
            List<UnixListener> listeners = UnixListener.on(settings.hosts());
            undo.addAll(listeners);
            Engine engine = Engine.open(engineConfig(settings, proxies, product));
            undo.add(engine);
            RouteTable routes = ApiRoutes.table(engine, new SystemFacts(engine, product, proxies));
            LOG.log(Level.INFO, "Daemon has completed initialization");
            ApiServer server = ApiServer.start(listeners, routes, product.server(), lost);
            server.sockets().forEach(path -> LOG.log(Level.INFO, "API listen on " + path));
            undo.clear();
            return new Daemon(pidfile, engine, server);
        } catch (EngineException | ErrnoException e) {
            throw new DaemonException("failed to start daemon: " + e.getMessage(), e);
        } finally {
            undo.reversed().forEach(Daemon::closeQuietly);
        }
    }

    private static EngineConfig engineConfig(
            DaemonSettings settings, Proxies proxies, Product product) {
        return new EngineConfig(
                settings.dataRoot(),
                settings.execRoot(),
                settings.storageDriver(),
                settings.storageOpts(),
                settings.bridge(),
                settings.registryMirrors(),
                settings.insecureRegistries(),
                proxies,
                settings.debug(),
                product.version());
    }

    /** Where the API is served. */
    public List<Path> sockets() {
        return server.sockets();
    }

    /** Ends the process as a crash would: the containers run on, and the next daemon finds them. */
    private static void die() {
        LOG.log(Level.ERROR, "the daemon has lost its sockets and ends, to be started anew");
        Runtime.getRuntime().halt(1);
    }

    /** Ends the process by halting it, for the JVM would exit with the signal's number. */
    private void shutDown() {
        LOG.log(Level.INFO, "Processing signal 'terminated'");
        close();
        LOG.log(Level.INFO, "Daemon shutdown complete");
        Runtime.getRuntime().halt(0);
    }

    /**
     * Stops answering, then stops the containers, each with its stop signal and timeout, and lets
     * the data-root go. Done once; a second call waits for nothing.
     */
    @Override
    public void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closeQuietly(server);
        closeQuietly(engine);
        closeQuietly(pidfile);
        closed.countDown();
    }

    /** One part that fails to end must not keep the others from ending. */
    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(Level.ERROR, "shutting down: " + e.getMessage(), e);
        }
    }
}

package dev.mica.dockerapi;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A unix socket to listen on, and how it comes to stand at its path: it is bound in a directory
 * that only root enters, gets its group and mode there, and is renamed into place. So nobody can
 * connect before the mode is right, and a socket that a crash has left is replaced in one step.
 *
 * <p>Whoever can connect is root on this machine: the mode is 0660 for the group {@code docker}
 * where there is one, else 0600.
 */
final class UnixListener implements AutoCloseable {
    private static final String GROUP = "docker";

    private final Path path;
    private final Path nursery;
    private boolean published;

    private UnixListener(Path path, Path nursery) {
        this.path = path;
        this.nursery = nursery;
    }

    /**
     * Prepares to listen on several hosts, or on none of them.
     *
     * @throws DaemonException as {@link #on(String)}
     */
    static List<UnixListener> on(List<String> hosts) {
        var listeners = new ArrayList<UnixListener>();
        try {
            for (String host : hosts) {
                listeners.add(on(host));
            }
            return List.copyOf(listeners);
        } catch (RuntimeException e) {
            listeners.forEach(UnixListener::close);
            throw e;
        }
    }

    /**
     * Prepares to listen on what {@code --host} names.
     *
     * @throws DaemonException if the host is no unix socket, something else stands at its path, or
     *     a server answers there
     */
    static UnixListener on(String host) {
        Path path = path(host);
        try {
            Path directory = path.getParent();
            if (directory == null) {
                throw new DaemonException("can't create unix socket " + path + ": is a directory");
            }
            Files.createDirectories(directory);
            refuseIfTaken(path);
            // Short, for a socket's path may be 107 bytes long and no longer.
            String name = "." + UUID.randomUUID().toString().substring(0, 5);
            Path nursery =
                    Files.createDirectory(
                            directory.resolve(name),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            return new UnixListener(path, nursery);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /**
     * The path in {@code unix:///run/mica.sock}.
     *
     * @throws DaemonException for tcp, fd and whatever else dockerd listens on, by name
     */
    static Path path(String host) {
        int colon = host.indexOf("://");
        String scheme = colon < 0 ? "" : host.substring(0, colon);
        String rest = colon < 0 ? host : host.substring(colon + 3);
        return switch (scheme) {
            case "unix" -> {
                if (!rest.startsWith("/")) {
                    throw new DaemonException(
                            "invalid host " + host + ": name an absolute path, unix:///path");
                }
                yield Path.of(rest);
            }
            case "tcp", "fd", "npipe", "ssh" ->
                    throw new DaemonException(
                            "host "
                                    + host
                                    + " is not served: Mica listens on unix sockets only,"
                                    + " unix:///path");
            default -> throw new DaemonException("invalid host " + host + ": must be unix:///path");
        };
    }

    private static void refuseIfTaken(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isOther()) {
            throw new DaemonException(
                    "can't create unix socket "
                            + path
                            + ": the path is taken, and not by a socket");
        }
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new DaemonException(
                    "can't create unix socket "
                            + path
                            + ": a server answers there; is another daemon running?");
        } catch (IOException e) {
            // Nobody listens: a crash has left it. The rename replaces it.
        }
    }

    /** Where to bind; the directory is gone once {@link #publish} has run. */
    UnixDomainSocketAddress bindAddress() {
        return UnixDomainSocketAddress.of(nursery.resolve("s"));
    }

    /** Gives the bound socket its group, mode and place. */
    void publish() {
        Path bound = nursery.resolve("s");
        try {
            Optional<GroupPrincipal> group = dockerGroup();
            var view = Files.getFileAttributeView(bound, PosixFileAttributeView.class);
            if (group.isPresent()) {
                view.setGroup(group.get());
            }
            view.setPermissions(
                    PosixFilePermissions.fromString(group.isPresent() ? "rw-rw----" : "rw-------"));
            Files.move(
                    bound,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            published = true;
            Files.delete(nursery);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private Optional<GroupPrincipal> dockerGroup() throws IOException {
        try {
            return Optional.of(
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(GROUP));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Where clients connect. */
    Path path() {
        return path;
    }

    /** Removes the socket, and what a failed start has left of it. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(nursery.resolve("s"));
            Files.deleteIfExists(nursery);
            if (published) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger(UnixListener.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove " + path + ": " + e);
        }
    }

    private static DaemonException failure(Path path, IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return new DaemonException(
                "can't create unix socket " + path + ": " + (reason == null ? e : reason), e);
    }
}
